"""Which question is answered by which method."""

from inroads.overview.planning.answering import need, reach
from inroads.overview.planning.answering.method import Method
from inroads.overview.planning.models import Question

METHODS: dict[str, Method] = {Question.NEED: need.METHOD, Question.REACH: reach.METHOD}
