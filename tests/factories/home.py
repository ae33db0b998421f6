import factory
from django.utils import timezone
from wagtail.models import Site

from home.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from tests.factories.pages import PageFactory


class HomePageFactory(PageFactory):
    """The page at the site's address. Asked again, it is the same page; `another=True` makes one beside it."""

    class Meta:
        model = HomePage

    title = "Home"
    slug = factory.Sequence(lambda number: f"home-{number}")

    @classmethod
    def _create(cls, model_class, *args, another=False, **fields):
        site = Site.objects.get(is_default_site=True)
        if not another and (home := HomePage.objects.filter(pk=site.root_page_id).first()):
            return home
        home = super()._create(model_class, *args, **fields)
        if not another:
            site.root_page = home  # Wagtail's page of welcome stays beside it: deleting it takes a tenth of a test
            site.save()
        return home


class StandardPageFactory(PageFactory):
    class Meta:
        model = StandardPage

    parent = factory.SubFactory(HomePageFactory)


class NewsIndexPageFactory(PageFactory):
    """The list of news below the home page. Asked again, it is the same page."""

    class Meta:
        model = NewsIndexPage

    title, slug, show_in_menus = "News", "news", True
    parent = factory.SubFactory(HomePageFactory)

    @classmethod
    def _create(cls, model_class, *args, parent=None, **fields):
        return model_class.objects.child_of(parent).first() or super()._create(
            model_class, *args, parent=parent, **fields
        )


class NewsPageFactory(PageFactory):
    class Meta:
        model = NewsPage

    parent = factory.SubFactory(NewsIndexPageFactory)
    date = factory.LazyFunction(timezone.localdate)
