"""防改校验 for people: what the verifier found last, and a button to let it look again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from .. import verifier, watch
from ..models import LedgerEntry, Verification
from .access import frame, inspectors_only

SHOWN = 100


def chain_message() -> dict:
    """The message on top of the inspector's pages, from the last look."""
    last = Verification.objects.first()
    if last is None:
        return {"level": "warning", "title": "防改校验：还没有做过", "text": "请到“防改校验”里验一遍。"}
    at = f"{timezone.localtime(last.ended_at):%m月%d日 %H:%M} 验到第 {last.rows} 行。"
    if last.findings:
        return {"level": "error", "title": f"防改校验：发现 {len(last.findings)} 处问题", "text": at}
    return {"level": "success", "title": "防改校验：未发现改动", "text": at}


@inspectors_only
def chain(request):
    last = Verification.objects.first()
    signed = LedgerEntry.objects.filter(act="sign_head").order_by("-number")[:10]
    head = verifier.head()
    context = frame(request, "chain") | {
        "last": last,
        "message": chain_message(),
        "findings": last.findings[:SHOWN] if last else [],
        "more": max(0, len(last.findings) - SHOWN) if last else 0,
        "head": head,
        "signed": signed,
        "refused": LedgerEntry.objects.filter(act="refused").order_by("-number")[:10],
    }
    return render(request, "inspection/chain.html", context)


@inspectors_only
@require_POST
def verify_again(request):
    watch.look()
    messages.info(request, "已重新验过一遍，结果如下。")
    return redirect("inspection:chain")
