"""The pages that a person sees at a stand-in provider: plainly a stand-in, in English and Japanese, one form, no script."""

from html import escape
from urllib.parse import urlsplit

from japacar.demo.standins.dialects import Dialect

_STYLE = """
body{margin:0;background:#fff7d6;color:#1b1e23;font:16px/1.6 system-ui,'Hiragino Sans','Noto Sans JP',sans-serif}
main{max-width:34rem;margin:0 auto;padding:16px}
h1{font-size:1.35rem;line-height:1.3;margin:0 0 8px}
.stamp{display:inline-block;border:2px solid #b3261e;color:#b3261e;padding:0 8px;font-weight:700;letter-spacing:.06em}
fieldset{border:1px solid #8b8f98;background:#fff;margin:16px 0;padding:8px 16px}
label{display:block;padding:8px 0;overflow-wrap:anywhere}
input[type=text],input[type=email],select{width:100%;box-sizing:border-box;padding:10px;font:inherit;border:1px solid #5b616c}
button{font:inherit;padding:10px 16px;margin:0 8px 8px 0;border:1px solid #1b1e23;background:#1b1e23;color:#fff;min-height:44px}
button.line{background:#fff;color:#1b1e23}
small{display:block;color:#555b66}
"""


def ask(dialect: Dialect, asked: dict[str, str], faults: dict[str, str]) -> str:
    """Who are you, and do you allow it? `asked` goes along in hidden fields."""
    hidden = "".join(_hidden(name, value) for name, value in asked.items())
    people = "".join(
        f'<label><input type="radio" name="person" value="{number}"{" checked" if number == 0 else ""}> '
        f"<b>{escape(person.name)}</b><small>{escape(person.email or 'no e-mail address ・ メールアドレスなし')}"
        f"{'' if not person.email or dialect.name == 'line' or person.is_verified else ' (not verified ・ 未確認)'}"
        "</small></label>"
        for number, person in enumerate(dialect.people)
    )
    options = "".join(f'<option value="{escape(name)}">{escape(words)}</option>' for name, words in faults.items())
    place = escape(urlsplit(asked["redirect_uri"]).netloc)
    return _page(
        dialect,
        f"""<p>{place} asks for your name and e-mail address. ・ {place} に氏名とメールアドレスを渡します。</p>
<form method="post">{hidden}
<fieldset><legend>Who are you? ・ どなたですか</legend>{people}
<label><input type="radio" name="person" value="other"> Somebody else ・ ほかの人</label>
<label>Name ・ 氏名 <input type="text" name="name" maxlength="200"></label>
<label>E-mail ・ メール <input type="email" name="email" maxlength="300"></label></fieldset>
<p><button name="answer" value="allow">Continue ・ 続ける</button>
<button class="line" name="answer" value="deny">Do not allow ・ 許可しない</button></p>
<details><summary>Let the provider misbehave ・ わざと誤動作させる</summary>
<label>Fault ・ 誤り <select name="fault"><option value="">none ・ なし</option>{options}</select></label></details>
</form>""",
    )


def refuse(dialect: Dialect, words: str) -> str:
    """What the site asked for is wrong: the person stays here."""
    return _page(dialect, f"<p>This request is wrong: {escape(words)} ・ 要求に誤りがあります。</p>")


def _page(dialect: Dialect, body: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Stand-in for {dialect.title}</title><style>{_STYLE}</style></head><body><main>"
        f'<p class="stamp">STAND-IN ・ 代役</p><h1>This is not {dialect.title}. ・ {dialect.title} ではありません。</h1>'
        "<p>It runs on this machine, and everybody here is invented. ・ この端末だけで動き、登場人物は架空です。</p>"
        f"{body}</main></body></html>"
    )


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
