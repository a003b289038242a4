"""The sample place's own sign-in: one tap, no password. Elsewhere this page does not exist."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from inroads.foundations.accounts.actions import sign_in
from inroads.foundations.accounts.models import User

DEMO_ADDRESSES = "@wessex.example"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def demo_sign_in(request):
    """Who to be in the sample place."""
    if not settings.DEMO:
        raise Http404
    users = User.objects.filter(
        email__endswith=DEMO_ADDRESSES, is_active=True, memberships__isnull=False
    ).distinct()
    if request.method == "POST":
        key = request.POST.get("user", "")
        user = get_object_or_404(users, pk=int(key) if key.isdecimal() and len(key) < 19 else 0)
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        sign_in(user, by=user)
        return redirect(settings.LOGIN_REDIRECT_URL)
    people = users.prefetch_related("memberships__organisation").order_by("pk")[:20]
    return render(request, "organisations/demo_sign_in.html", {"users": people})
