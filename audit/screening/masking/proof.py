"""Nothing is accepted unseen: reopened, screened again, and its bytes searched for every string that was removed."""

import html
import re
import time
from collections.abc import Callable, Mapping, Sequence

from audit.screening.masking.needles import Needles, key_of
from audit.screening.masking.orders import Masked, MaskError
from audit.screening.passages import Finding, Passage, Reading
from audit.word.draft import WordError
from audit.word.package import Package

SECONDS = 60.0
_LEFT = "遮盖后的文件里还留着原来的号码，没有采用。请在原文件里手工删去后重新上传。"
_TOO_LONG = "检查遮盖结果用的时间太长，没有采用。请分成几个较小的文件再传。"
_SEEN = {"cell", "header", "comment", "deleted", "formula"}  # kinds that may not be hidden in a new file
_BORDERS = re.compile(r"</(?:\w+:)?(?:p|tc|c|si|row|tr|v|is)>|<(?:\w+:)?(?:tab|br|cr)/>")
_TAG = re.compile(r"<[^>]*>")


def proof(
    masked: Masked,
    removed: Sequence[str],
    read: Callable[[str, bytes], Reading],
    find: Callable[[Sequence[Passage]], Sequence[Finding]],
    kept: Mapping[str, int] | None = None,
    *,
    seconds: float = SECONDS,
) -> Reading:
    """The reading of the new file. MaskError, a sentence, when anything is left.

    kept: of a masked rule, how many of its hits were justified and stay (rule -> count); none unless said.
    """
    until = time.monotonic() + seconds
    reading = read(masked.name, masked.data)
    if not reading.readable:
        raise MaskError(f"遮盖后的文件打不开，没有采用。{reading.why}")
    if hidden := next((p for p in reading.passages if p.hidden and p.kind in _SEEN), None):
        raise MaskError(f"遮盖后的文件里还有看不见的内容（{hidden.place}），没有采用。请在原文件里删去后重新上传。")
    needles = Needles(key_of(text) for text in removed)
    for passage in reading.passages:
        _in_time(until)
        if needles.any_in(passage.text):
            raise MaskError(f"{_LEFT}（{passage.place}）")
    _search(masked, needles, until)
    _screen(masked, find(reading.passages), kept or {})
    _in_time(until)
    return reading


def _screen(masked: Masked, findings: Sequence[Finding], kept: Mapping[str, int]):
    for rule in masked.rules:
        left = [finding for finding in findings if finding.rule == rule]
        if sum(finding.count for finding in left) > kept.get(rule, 0):
            raise MaskError(
                f"遮盖后再检查，{left[0].place}仍有问题：{left[0].sentence}没有采用，请手工改过后重新上传。"
            )


def _search(masked: Masked, needles: Needles, until: float):
    """Every member unpacked, its name too; texts in each encoding, with and without the tags between."""
    for name, data in _members(masked.data):
        for text in _texts(data):
            _in_time(until)
            if needles.any_in(text):
                raise MaskError(_LEFT)
        if needles.any_in(name):
            raise MaskError(_LEFT)


def _members(data: bytes) -> list[tuple[str, bytes]]:
    if not data.startswith(b"PK"):
        return [("", data)]
    try:
        package = Package(data)
        return [(name, package.read(name)) for name in package.entries]
    except WordError as error:
        raise MaskError("遮盖后的文件打不开，没有采用。请另存一份再试。") from error


def _texts(data: bytes) -> list[str]:
    """Ways to read some bytes: a number in any of them counts."""
    plain = data.decode("utf-8", "ignore")
    texts = [plain]
    if data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
        texts.append(html.unescape(_TAG.sub("", _BORDERS.sub("\x1e", plain))))
        if "&#" in plain:
            texts.append(html.unescape(plain))
        return texts
    if len(plain.encode()) != len(data):
        texts.append(data.decode("gb18030", "ignore"))
    if b"\0" in data:
        texts += [
            data[start:].decode(encoding, "ignore") for start in (0, 1) for encoding in ("utf-16-le", "utf-16-be")
        ]
    return texts


def _in_time(until: float):
    if time.monotonic() > until:
        raise MaskError(_TOO_LONG)
