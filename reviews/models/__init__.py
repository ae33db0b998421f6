from .index import ReviewIndexPage
from .outcomes import Outcome
from .progress import Milestone, Promise, TopicStatus
from .teams import DesignTeam
from .topics import CarePathwayPage, TechnologyPage, Topic, TopicArea, TopicCondition, TopicPartner

__all__ = [
    "CarePathwayPage",
    "DesignTeam",
    "Milestone",
    "Outcome",
    "Promise",
    "ReviewIndexPage",
    "TechnologyPage",
    "Topic",
    "TopicArea",
    "TopicCondition",
    "TopicPartner",
    "TopicStatus",
]
