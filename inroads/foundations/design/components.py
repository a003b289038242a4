"""GOV.UK Frontend's own component markup, made by its Jinja macros."""

from functools import cache

from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader

MACROS = Environment(
    loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
    autoescape=True,
    undefined=ChainableUndefined,
)


@cache
def macro(name: str):
    """The macro of one component, loaded once."""
    module = MACROS.get_template(f"govuk_frontend_jinja/components/{name}/macro.html").module
    return getattr(module, "govuk" + name.replace("-", " ").title().replace(" ", ""))


def component(name: str, /, **params):
    """The markup of one component; its parameters are those of GOV.UK Frontend."""
    return macro(name)(params)
