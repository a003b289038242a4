"""Which question is answered by which method."""

from inroads.overview.planning.answering import need, places, reach
from inroads.overview.planning.answering.method import Method
from inroads.overview.planning.models import Question

METHODS: dict[str, Method] = {
    Question.NEED: need.METHOD,
    Question.REACH: reach.METHOD,
    Question.PLACES: places.METHOD,
}
