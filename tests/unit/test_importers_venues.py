import pytest

from papercatalog.importers.venues import find_venue, parse_venue, suggest_venue
from papercatalog.model import Venue, VenueRef

VENUES = (
    Venue("cvpr", "Conference on Computer Vision and Pattern Recognition", "CVPR", "conference"),
    Venue("cvpr-workshops", "CVPR Workshops", "CVPRW", "workshop"),
    Venue("tcsvt", "IEEE Transactions on Circuits and Systems for Video Technology", "TCSVT", "journal"),
    Venue(
        "tog", "ACM Transactions on Graphics", "TOG", "journal", aliases=("ACM Transactions on Graphics (SIGGRAPH)",)
    ),
    Venue("siggraph-asia", "SIGGRAPH Asia", "SIGGRAPH Asia", "conference"),
    Venue("3dv", "International Conference on 3D Vision", "3DV", "conference"),
)


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("CVPR 2022", VenueRef("cvpr", year=2022)),
        ("CVPR", VenueRef("cvpr")),
        ("cvpr  2022", VenueRef("cvpr", year=2022)),
        ("3DV 2021", VenueRef("3dv", year=2021)),
        ("CVPR, 2022", VenueRef("cvpr", year=2022)),
        ("Conference on Computer Vision and Pattern Recognition (CVPR)", VenueRef("cvpr")),
        ("CVPR Workshops 2023", VenueRef("cvpr-workshops", year=2023)),
        ("ACM Transactions on Graphics (SIGGRAPH) 2021", VenueRef("tog", year=2021)),
        ("ACM Transactions on Graphics 2021 41(6)", VenueRef("tog", year=2021, volume="41", issue="6")),
        (
            "IEEE Transactions on Circuits and Systems for Video Technology 34(4), online 2023",
            VenueRef("tcsvt", volume="34", issue="4", note="online 2023"),
        ),
        (
            "SIGGRAPH Asia 2022 (ACM Transactions on Graphics 41(6))",
            VenueRef("siggraph-asia", year=2022, note="ACM Transactions on Graphics 41(6)"),
        ),
        ("CVPRX 2022", None),
        ("CVPR 22nd edition", None),
        ("ICCV 2021", None),
    ],
)
def test_venue_is_found_by_any_of_its_names(text: str, venue: VenueRef | None) -> None:
    assert parse_venue(text, VENUES) == venue


def test_unknown_venue_gets_the_nearest_name() -> None:
    add = "add it to content/venues.yaml, as an alias of a venue, or as a new one: "
    entry = '- {id: cvrp, name: "CVRP", short: "CVRP", kind: ...}'
    assert suggest_venue("CVRP 2022", VENUES) == f'did you mean "CVPR"? if not, {add}{entry}'
    assert suggest_venue("Nature: News 2022", VENUES) == (
        add + '- {id: nature-news, name: "Nature: News", short: "Nature: News", kind: ...}'
    )


@pytest.mark.parametrize(
    "text",
    [
        "CVPR 2023",
        "Proc. CVPR 2023",
        "In Proceedings of the Conference on Computer Vision and Pattern Recognition (CVPR), 2023",
        "2023 Conference on Computer Vision and Pattern Recognition (CVPR)",
        "Proceedings of the 36th Conference on Computer Vision and Pattern Recognition, 2023",
        "The Thirty-Sixth Conference on Computer Vision and Pattern Recognition, 2023",
        "The Twentieth Conference on Computer Vision and Pattern Recognition, 2023",
        "Conference and Workshops on Computer Vision (CVPR), 2023",
        "Proceedings of the 2023 IEEE/CVF Conference on Vision (CVPR)",
        "Conference on Computer Vision and Pattern Recognition (CVPR 2023)",
        "Proceedings of the 2023 Conference on Computer Vision and Pattern Recognition (CVPR'23)",
        "Conference on Computer Vision and Pattern Recognition (CVPR-2023)",
        "Computer Vision and Pattern Recognition, 2023. CVPR 2023. Conference on",
        "Computer Vision and Pattern Recognition, 2023. CVPR'23. Proceedings of the 2023 IEEE Society Conference on",
        "Computer Vision and Pattern Recognition (CVPR), 2023 IEEE Conference on",
        "Computer vision and pattern recognition, 2023. Sixth conference on",
    ],
)
def test_venue_as_bibliographies_print_it(text: str) -> None:
    assert find_venue(text, VENUES) == VenueRef("cvpr", year=2023)


@pytest.mark.parametrize("alias", ["Computer Vision – ECCV", "Computer Vision - ECCV"])
@pytest.mark.parametrize("dash", "-‐–—")
def test_one_dash_is_as_good_as_another(alias: str, dash: str) -> None:
    eccv = Venue("eccv", "European Conference on Computer Vision", "ECCV", "conference", aliases=(alias,))

    assert find_venue(f"Computer Vision {dash} ECCV 2016", [*VENUES, eccv]) == VenueRef("eccv", year=2016)


def test_year_of_a_note_is_not_the_year_of_the_venue() -> None:
    text = "IEEE Transactions on Circuits and Systems for Video Technology 34(4), online 2023"
    assert find_venue(text, VENUES) == parse_venue(text, VENUES)


def test_a_journal_is_no_conference_that_is_named_the_wrong_way_round() -> None:
    journals = (
        Venue("neural-networks", "Neural Networks", "NN", "journal"),
        Venue("tnn", "IEEE Transactions on Neural Networks", "TNN", "journal"),
    )
    assert find_venue("Neural Networks, 2006. IJCNN '06. International Joint Conference on", journals) is None
    assert find_venue("Neural Networks (IJCNN), The 2012 International Joint Conference on", journals) is None
    assert find_venue("Signals, Neural Networks & More, 1998. Conference Record of", journals) is None
    assert find_venue("Neural Networks, IEEE Transactions on", journals) == VenueRef("tnn")
    assert find_venue("Neural Networks", journals) == VenueRef("neural-networks")


@pytest.mark.parametrize(
    "text",
    [
        "Proceedings of the Workshop on Faces",
        "Proceedings of the Workshop on Faces (CVPR)",
        "CVPR 2023, Workshop on Faces",
        "CVPR (Workshops)",
        "(CVPRX)",
        "In",
        "2023",
        "",
    ],
)
def test_other_venues_are_not_guessed(text: str) -> None:
    assert find_venue(text, VENUES) is None
