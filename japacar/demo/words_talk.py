"""What the demo's people write to each other: questions under a car, messages in a deal, notes on a quote.

Each text exists in both languages, since its author may write both; `by` says who speaks.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One thing said by "buyer", "dealer", "forwarder" or "staff"."""

    by: str
    en: str
    ja: str


# Public questions under a vehicle, each with the dealer's answer.
QUESTIONS = (
    (
        Line(
            "buyer",
            "Is there rust underneath? Was it near the sea?",
            "下回りに錆はありますか？海の近くで使われていましたか？",
        ),
        Line(
            "dealer",
            "It was used inland and has no rust underneath. Please see the photos.",
            "内陸で使われていた車で、下回りに錆はありません。写真をご覧ください。",
        ),
    ),
    (
        Line("buyer", "Does the four-wheel drive engage, also in low range?", "四駆はローレンジも含めて入りますか？"),
        Line("dealer", "Yes, we tried it this morning in our yard.", "はい、今朝ヤードで確認しました。"),
    ),
    (
        Line("buyer", "Can you include the spare key and the manual?", "スペアキーと取扱説明書は付きますか？"),
        Line(
            "dealer", "Both are in the car. The manual is in Japanese.", "どちらも車内にあります。説明書は日本語です。"
        ),
    ),
    (
        Line("buyer", "When was the timing belt changed?", "タイミングベルトはいつ交換しましたか？"),
        Line(
            "dealer",
            "This engine has a chain, so there is no belt to change.",
            "このエンジンはチェーン式なので、ベルト交換は不要です。",
        ),
    ),
    (
        Line("buyer", "How many of the battery bars are left?", "バッテリーのセグメントはいくつ残っていますか？"),
        Line("dealer", "All that you see in the photo of the instruments.", "メーター写真のとおりです。"),
    ),
    (
        Line("buyer", "Do you have more photos of the load floor?", "荷室の床の写真をもう少しいただけますか？"),
        Line("dealer", "We added two today.", "本日2枚追加しました。"),
    ),
    (
        Line("buyer", "Is the price still open to talk about for two cars?", "2台まとめると価格のご相談はできますか？"),
        Line(
            "dealer",
            "Please ask for a quote for both, we will see what we can do.",
            "2台分のお見積りをご依頼ください。できるだけ頑張ります。",
        ),
    ),
    (
        Line("buyer", "Could it pass the inspection for Kenya?", "ケニア向けの輸出前検査に通りますか？"),
        Line(
            "dealer",
            "We expect so: lamps, brakes and tyres are in order. The inspector decides.",
            "灯火・ブレーキ・タイヤに問題はなく、合格できると思いますが、判断は検査機関になります。",
        ),
    ),
)

# Messages inside a deal, in the order in which a sale usually needs them.
DEAL_MESSAGES = (
    Line(
        "buyer",
        "Hello, is this car still there? I need it before March.",
        "こんにちは。この車はまだありますか？3月までに必要です。",
    ),
    Line(
        "dealer",
        "Good afternoon, yes, it stands in our yard. The quote follows today.",
        "こんにちは。はい、当社ヤードにございます。本日お見積りをお送りします。",
    ),
    Line(
        "buyer",
        "Thank you. Please include the inspection and insurance.",
        "ありがとうございます。検査と保険も含めてください。",
    ),
    Line("dealer", "Both are in the second version of the quote.", "見積りの第2版に両方入れました。"),
    Line("buyer", "I have reserved it and will pay on Thursday.", "予約しました。木曜日に送金します。"),
    Line(
        "dealer",
        "Thank you for your order. Please write our invoice number on the transfer.",
        "ご注文ありがとうございます。送金の際は請求書番号をご記入ください。",
    ),
    Line(
        "buyer",
        "The bank's slip is uploaded. They said two working days.",
        "送金控えをアップロードしました。2営業日かかるそうです。",
    ),
    Line(
        "dealer",
        "The money has arrived in full. We book the ship now.",
        "全額の着金を確認しました。船の手配に入ります。",
    ),
    Line(
        "forwarder",
        "Booked for the sailing of the 28th; the car must be at the yard by the 21st.",
        "28日出港の便で予約しました。21日までに搬入をお願いします。",
    ),
    Line("dealer", "The car left for the port this morning.", "今朝、港へ搬出しました。"),
    Line(
        "forwarder",
        "On board. The bill of lading is in your deal.",
        "船積みが完了しました。船荷証券は取引ページにあります。",
    ),
    Line(
        "buyer",
        "It is here, and it looks as in the pictures. Thank you all.",
        "届きました。写真のとおりです。皆さんありがとう。",
    ),
)

# Notes that dealers put under a quote.
QUOTE_NOTES = (
    Line("dealer", "Valid while the ship has room.", "船腹に空きがある場合に限ります。"),
    Line("dealer", "Marine insurance covers total loss only.", "海上保険は全損のみ担保です。"),
    Line(
        "dealer",
        "The freight is by RoRo; a container costs more but takes parts as well.",
        "運賃はRORO船です。コンテナは割高ですが部品も積めます。",
    ),
    Line("dealer", "A second key can be cut before shipping.", "船積み前に合鍵を作れます。"),
)

# What staff write when they send a dealer's application back.
REFUSALS = (
    Line("staff", "The permit photo is too dark to read the number.", "許可証の写真が暗く、番号を読み取れません。"),
    Line(
        "staff",
        "The address on the permit differs from the one entered.",
        "許可証の住所と入力された住所が異なります。",
    ),
)

# Why a deal ended early.
CANCELLATIONS = (
    Line("buyer", "My customer changed his mind.", "依頼主の気が変わりました。"),
    Line(
        "dealer",
        "The car was damaged in our yard by hail; we are sorry.",
        "ヤードで雹の被害を受けてしまいました。申し訳ありません。",
    ),
)
