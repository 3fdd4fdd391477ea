import pytest

from papercatalog.catalog import Catalog
from papercatalog.importers.vocabulary import Vocabulary
from papercatalog.model import Dataset, DatasetUse, Topic

TOPICS = (
    Topic("face-analysis", "Face analysis"),
    Topic("face-recognition", "Face recognition", aliases=("face verification",), parent="face-analysis"),
    Topic("masked-faces", "Masked face recognition", parent="face-recognition"),
    Topic("graphs", "Graphs", aliases=("graph neural networks",)),
    Topic("swapping", "Face swapping"),
    Topic("video", "Video"),
)
DATASETS = (
    Dataset("coco", "COCO", aliases=("MS COCO",)),
    Dataset("v-coco", "V-COCO"),
    Dataset("lfw", "LFW", aliases=("Labeled Faces in the Wild",)),
    Dataset("cfp", "CFP-FP"),
    Dataset("webface", "WebFace"),
    Dataset("casia", "CASIA-WebFace"),
    Dataset("ff", "FaceForensics++", aliases=("FF++",)),
    Dataset("ck", "CK+"),
    Dataset("new", "NewFaces"),
)
VOCABULARY = Vocabulary(Catalog(papers=(), topics=TOPICS, datasets=DATASETS))


def topics_of(title: str, abstract: str) -> list[str]:
    return VOCABULARY.find_topics(title, abstract)


def uses_of(abstract: str, title: str = "") -> list[DatasetUse]:
    return VOCABULARY.find_datasets(title, abstract)


@pytest.mark.parametrize(
    ("title", "abstract", "topics"),
    [
        ("FACE RECOGNITION with graphs", "", ["face-recognition", "graphs"]),
        ("Nothing", "Graphs, video, face-swapping and face verification; video.", ["video", "graphs", "swapping"]),
        ("Nothing", "Paragraphs and graph-based videos", []),
        ("Nothing", "face analysis, face analysis, masked face recognition", ["masked-faces"]),
        ("Face analysis", "masked face recognition", ["face-analysis", "masked-faces"]),
        ("Masked Face Recognition", "face recognition", ["masked-faces"]),
    ],
)
def test_topics(title: str, abstract: str, topics: list[str]) -> None:
    assert topics_of(title, abstract) == topics


@pytest.mark.parametrize(
    ("abstract", "ids"),
    [
        ("COCO, LFW/CFP-FP (V-COCO).", ["coco", "lfw", "cfp", "v-coco"]),
        ("only V-COCO and COCO-Stuff and coco", ["v-coco"]),
        ("the CASIA-WebFace images", ["casia"]),
        ("FF++, CK+ and FaceForensics++'s", ["ff", "ck"]),
        ("WebFace42M and LFWs", []),
    ],
)
def test_datasets_are_whole_words(abstract: str, ids: list[str]) -> None:
    assert [use.id for use in uses_of(abstract)] == ids


@pytest.mark.parametrize(
    ("abstract", "roles"),
    [
        ("Experiments on COCO, LFW and CFP-FP datasets show.", dict.fromkeys(("coco", "lfw", "cfp"), "evaluated")),
        ("An accuracy of 99% on LFW (99%), CFP-FP, and CK+.", dict.fromkeys(("lfw", "cfp", "ck"), "evaluated")),
        ("On the widely used Labeled Faces in the Wild (LFW) dataset, it achieves a record.", {"lfw": "evaluated"}),
        ("Evaluated on three face datasets (LFW, CK+ and FF++).", dict.fromkeys(("lfw", "ck", "ff"), "evaluated")),
        ("It wins on the usual benchmarks, e.g. LFW.", {"lfw": "mentioned"}),
        ("We test it on all benchmarks, i.e., LFW, and CK+.", {"lfw": "evaluated", "ck": "evaluated"}),
        ("It was trained on CASIA-WebFace and reaches 99% accuracy on LFW.", {"casia": "trained", "lfw": "evaluated"}),
        ("A model pretrained on WebFace or LFW helps.", {"webface": "trained", "lfw": "trained"}),
        ("Trained on real images, it wins (on the LFW test set).", {"lfw": "evaluated"}),
        ("It took the 3rd place in the ICCV COCO challenge.", {"coco": "evaluated"}),
        ("We introduce NewFaces, a dataset.", {"new": "introduced"}),
        ("We also build a large dataset, named NewFaces, from WebFace.", {"new": "introduced", "webface": "mentioned"}),
        ("We collect a dataset of 4 million images (NewFaces).", {"new": "introduced"}),
        ("We publish, to the best of our knowledge, the first benchmark, termed NewFaces.", {"new": "introduced"}),
        ("The resulting corpus, called NewFaces, is large.", {"new": "introduced"}),
        ("We present results on the dataset COCO.", {"coco": "evaluated"}),
        ("We provide COCO annotations and an analysis of LFW.", {"coco": "mentioned", "lfw": "mentioned"}),
        ("Networks such as those built on COCO are slow, see LFW.", {"coco": "mentioned", "lfw": "mentioned"}),
        ("Images from COCO. Experiments on LFW show gains.", {"coco": "mentioned", "lfw": "evaluated"}),
    ],
)  # fmt: skip
def test_roles_follow_plain_words_only(abstract: str, roles: dict[str, str]) -> None:
    assert {use.id: use.role for use in uses_of(abstract)} == roles


def test_title_that_presents_a_dataset_introduces_it() -> None:
    assert uses_of("", "NewFaces: A Large Benchmark") == [DatasetUse("new", "introduced")]
    assert uses_of("", "LFW Revisited") == [DatasetUse("lfw", "mentioned")]


def test_strongest_role_wins() -> None:
    assert uses_of("Experiments on NewFaces. We release NewFaces.") == [DatasetUse("new", "introduced")]
