"""XML without trust: no document type, so no entities; bounded depth and time; names without their prefix."""

from collections.abc import Callable
from xml.parsers import expat

from audit.screening.readers.gather import BROKEN, Gather, Unreadable

TOO_DEEP = "文件内部结构嵌套得不正常，为了安全没有读取。请打开后把内容复制到新建的文件里，另存后再传。"
ENTITIES = "文件里有不正常的内容（外部实体定义），为了安全没有读取。请打开后另存为一份，再上传。"


def walk_xml(
    data: bytes,
    gather: Gather,
    start: Callable[[str, dict[str, str]], object],
    end: Callable[[str], object],
    text: Callable[[str], object],
):
    """Calls start(local name, attributes), end(local name), text(piece). Unreadable for broken or hostile XML."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    steps = depth = 0
    deepest = gather.limits.nesting

    def started(name: str, attributes: dict[str, str]):
        nonlocal steps, depth
        steps += 1
        depth += 1
        if depth > deepest:
            raise Unreadable(TOO_DEEP)
        if not steps & 4095:
            gather.check()
        start(name.rpartition(":")[2], attributes)

    def ended(name: str):
        nonlocal depth
        depth -= 1
        end(name.rpartition(":")[2])

    def refuse(*_):
        raise Unreadable(ENTITIES)

    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Unreadable(BROKEN) from error


def local(attributes: dict[str, str], name: str, default: str = "") -> str:
    """An attribute by its name without prefix."""
    if name in attributes:
        return attributes[name]
    ending = ":" + name
    return next((value for key, value in attributes.items() if key.endswith(ending)), default)
