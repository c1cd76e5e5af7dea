"""A small invented register for worked cases, in an invented geography."""

from datetime import date

from zhichan.instruments.link import Alias, Linker, Name, Organisation, Place, Places

PLACES = Places(
    [
        Place("810000", "沅陵省"), Place("810100", "洛川市", "810000"), Place("810102", "东桥区", "810100"),
        Place("810200", "汾原市", "810000"), Place("810201", "汾口县", "810200"), Place("820000", "澧江省"),
        Place("820100", "浦台市", "820000"), Place("820101", "浦东桥区", "820100"),
    ]
)  # fmt: skip


def code(body: str) -> str:
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    return body + signs[(31 - sum(signs.index(s) * w for s, w in zip(body, weights, strict=True)) % 31) % 31]


CODES = {key: code(f"9181010200000{number:04d}") for number, key in enumerate(("a", "b", "c", "d", "e", "f", "g"), 1)}
ORGANISATIONS = [
    Organisation(
        "a", "洛川市华鑫达电子科技有限公司",
        (Alias("洛川市华鑫达电子厂", "former", date(2001, 1, 1), date(2010, 5, 31)), Alias("Luochuan Huaxinda Electronic Technology Co., Ltd.", "foreign")),
        CODES["a"], "810102", since=date(2010, 6, 1), agents=frozenset({"洛川正明专利代理事务所"}),
    ),
    Organisation("b", "汾原市华鑫达电子科技有限公司", (), CODES["b"], "810201"),
    Organisation("c", "洛川市瑞丰机械制造有限公司", (), CODES["c"], "810102"),
    Organisation("d", "洛川市瑞锋机械制造有限公司", (), CODES["d"], "810102"),
    Organisation("e", "云帆(洛川)软件有限公司", (), CODES["e"], "810102"),
    Organisation("f", "洛川市华鑫达电子科技有限公司浦台分公司", (), CODES["f"], "820101"),
    Organisation("g", "泽润环保设备股份有限公司", (), CODES["g"], "820101"),
    Organisation("u", "洛川理工大学", (), "", "810102"),
    Organisation("h", "洛川理工大学附属医院", (), "", "810102"),
    Organisation("i", "洛川市农业科学研究所", (), "", "810102"),
    Organisation("p1", "王伟", (), "", "810102", person=True),
    Organisation("p2", "王伟", (), "", "820101", person=True),
    Organisation("t1", "洛川市宏图纺织有限公司", (Alias("洛川市金穗纺织有限公司", "former", date(1999, 1, 1), date(2008, 12, 31)),), "", "810102", since=date(2009, 1, 1)),
    Organisation("t2", "洛川市金穗纺织有限公司", (), "", "810102", since=date(2012, 3, 1)),
]  # fmt: skip


def linker(organisations: list[Organisation] | None = None) -> Linker:
    return Linker(ORGANISATIONS if organisations is None else organisations, places=PLACES)


def name(text: str, **more: object) -> Name:
    return Name("n", text, **more)  # type: ignore[arg-type]
