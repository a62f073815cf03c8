"""What a brief says of itself, in both languages."""

from __future__ import annotations

_PHRASES = {
    "brief": ("Brief", "出訪簡報"),
    "people": ("Whom we know", "認識的人"),
    "meetings": ("Past meetings", "歷次會晤"),
    "agreements": ("Agreements", "協定"),
    "open": ("Still open", "尚未結案"),
    "settled": ("Settled, declined or lapsed", "已結、婉拒或逾期"),
    "introductions": ("Who introduced whom", "引介"),
    "names": ("Names as printed", "姓名與名稱寫法"),
    "sources": ("Sources", "出處"),
    "coverage": ("What this brief covers", "涵蓋範圍"),
    "of": ("Of {name}", "{name}的人"),
    "others-there": ("Others we met there", "在當地會晤的其他人"),
    "we-promised": ("What we promised", "我方承諾"),
    "promised-us": ("What was promised us", "對方承諾"),
    "invitations-ours": ("Invitations from us", "我方邀請"),
    "invitations-theirs": ("Invitations to us", "對方邀請"),
    "proposals-ours": ("Proposals from us", "我方提議"),
    "proposals-theirs": ("Proposals to us", "對方提議"),
    "recommendations": ("Recommended in our reports", "報告建議"),
    "among-others": ("Among others", "其他各方之間"),
    "person": ("Person", "人物"),
    "office-then": ("Office when we met", "會晤時職位"),
    "held-last": ("Last known to hold it", "該職位最後所知的擔任者"),
    "met": ("Met", "會晤"),
    "the-same": ("the same", "同一人"),
    "by-office": ("Known by their office, not met", "依職位所知、未會晤"),
    "english": ("English", "英文"),
    "chinese": ("Chinese", "中文"),
    "also": ("Also right", "其他正確寫法"),
    "avoid": ("Misprints to avoid", "勿用（誤植）"),
    "both": ("Printed in one way in each script", "兩種文字各僅有一種寫法"),
    "no-chinese": ("Printed in Latin letters only, in one form", "僅有拉丁字母寫法"),
    "no-english": ("Printed in Chinese only, in one form", "僅有中文寫法"),
    "for-us": ("for us: {names}", "我方：{names}"),
    "introduced-by": ("introduced by {name}", "由{name}引介"),
    "introduced": ("{who} introduced us to {whom}", "{who}引介{whom}"),
    "settled-by": ("settled by {what}", "結於{what}"),
    "as-of": ("as of {date}", "截至{date}"),
    "from": ("from {date}", "自{date}起"),
    "until": ("until {date}", "至{date}止"),
    "decided-at": ("decided at {what}", "於{what}決定"),
    "no-tenure": ("no holder recorded", "無任職記錄"),
    "not-met": ("not met", "未會晤"),
    "not-known": ("not recorded", "無記錄"),
    "told": ("Told in the text where nothing else is marked.", "未另註明者，皆為正文明載。"),
    "nothing": ("Nothing recorded", "無記錄"),
    "nothing-of": ("Nothing recorded: {what}.", "無記錄：{what}。"),
    "state-of": ("as the reports tell it up to {date}", "依截至{date}之報告"),
    "known-by": ("as known by {date}", "截至{date}所知"),
    "summary": (
        "{met} met, last {last}. Open items: {open}. Agreements: {agreements}.",
        "會晤 {met} 位，最近一次：{last}。未結 {open} 項，協定 {agreements} 項。",
    ),
    "summary-none": (
        "Nobody met yet. Open items: {open}. Agreements: {agreements}.",
        "尚無會晤記錄。未結 {open} 項，協定 {agreements} 項。",
    ),
    "covers": (
        "Told from the reports {reports}. What happened later, or is told elsewhere, does not stand here.",
        "依下列報告編成：{reports}。其後發生或他處記載之事未列入。",
    ),
    "left-out": ("Not yet known by then and left out: {reports}.", "當時尚未有、未列入：{reports}。"),
    "more": ("and {n} more in the whole brief", "另有 {n} 項，見完整簡報"),
    "whole": (
        "What found no room here: citygraph brief {id} --whole. All that is known of one thing: citygraph show NAME.",
        "因篇幅未列者：citygraph brief {id} --whole。單一項目的全部事實：citygraph show 名稱。",
    ),
    "curator": ("Curator's notes", "編者註"),
}  # fmt: skip


def say(key: str, lang: str, **values: str) -> str:
    """
    A phrase in *lang*, its blanks filled.
    """
    return _PHRASES[key][lang.startswith("zh")].format(**values)


def joined(texts: list[str], lang: str) -> str:
    """
    Texts in a row, as the language parts them.
    """
    return ("、" if lang.startswith("zh") else ", ").join(dict.fromkeys(text for text in texts if text))


def parted(texts: list[str], lang: str) -> str:
    """
    Texts that stand apart from one another more than in a row.
    """
    return ("；" if lang.startswith("zh") else "; ").join(dict.fromkeys(text for text in texts if text))
