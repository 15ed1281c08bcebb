"""Code tables of the certificate (vehicle-codes.md 1.6, 1.7, 3.2, 3.3): printed words and codes to our vocabulary.

The one thing to know: no table is complete, because no public one is; an unknown word is a finding, not a refusal."""

from types import MappingProxyType

from japacar.certificates.fields import Drive, Fuel, Purpose, Use, VehicleClass

FUEL_BY_CODE = MappingProxyType(
    {
        "01": Fuel.PETROL,
        "02": Fuel.DIESEL,
        "03": Fuel.LPG,
        "04": Fuel.KEROSENE,
        "05": Fuel.ELECTRIC,
        "06": Fuel.PETROL_LPG,
        "07": Fuel.PETROL_KEROSENE,
        "08": Fuel.METHANOL,
        "09": Fuel.CNG,
        "11": Fuel.LNG,
        "12": Fuel.ANG,
        "13": Fuel.HYDROGEN,
        "14": Fuel.HYBRID,
        "15": Fuel.LPG_HYBRID,
        "16": Fuel.DIESEL_HYBRID,
        "17": Fuel.PETROL_LPG,
        "18": Fuel.PETROL_KEROSENE,
        "99": Fuel.OTHER,
    }
)

# Keys after NFKC, without spaces, separators and brackets.
FUEL_BY_WORD = MappingProxyType(
    {
        "ガソリン": Fuel.PETROL,
        "軽油": Fuel.DIESEL,
        "LPG": Fuel.LPG,
        "灯油": Fuel.KEROSENE,
        "電気": Fuel.ELECTRIC,
        "ガソリンLPG": Fuel.PETROL_LPG,
        "ガソリンLPG切替式": Fuel.PETROL_LPG,
        "ガソリン灯油": Fuel.PETROL_KEROSENE,
        "ガソリン灯油切替式": Fuel.PETROL_KEROSENE,
        "メタノール": Fuel.METHANOL,
        "液化石油ガス": Fuel.LPG,
        "LPガス": Fuel.LPG,
        "ガソリン液化石油ガス": Fuel.PETROL_LPG,
        "CNG": Fuel.CNG,
        "圧縮天然ガス": Fuel.CNG,
        "LNG": Fuel.LNG,
        "液化天然ガス": Fuel.LNG,
        "ANG": Fuel.ANG,
        "圧縮水素": Fuel.HYDROGEN,
        "水素": Fuel.HYDROGEN,
        "圧縮水素電気": Fuel.HYDROGEN,
        "電気圧縮水素": Fuel.HYDROGEN,
        "ガソリン電気": Fuel.HYBRID,
        "LPG電気": Fuel.LPG_HYBRID,
        "軽油電気": Fuel.DIESEL_HYBRID,
        "その他": Fuel.OTHER,
    }
)

# Fuels whose vehicles have a rated output in kW where others have a displacement in litres.
RATED_IN_KW = frozenset({Fuel.ELECTRIC, Fuel.HYDROGEN})

CLASS_BY_WORD = MappingProxyType(
    {
        "普通": VehicleClass.STANDARD,
        "小型": VehicleClass.SMALL,
        "軽自動車": VehicleClass.KEI,
        "軽": VehicleClass.KEI,
        "大型特殊": VehicleClass.LARGE_SPECIAL,
    }
)
USE_BY_WORD = MappingProxyType({"乗用": Use.PASSENGER, "貨物": Use.CARGO, "乗合": Use.BUS, "特種": Use.SPECIAL})
PURPOSE_BY_WORD = MappingProxyType({"自家用": Purpose.PRIVATE, "事業用": Purpose.BUSINESS})
# 2 means "not all wheels"; 0 and "-" say nothing.
DRIVE_BY_CODE = MappingProxyType({"1": Drive.ALL_WHEELS, "2": Drive.TWO_WHEELS})
NOISE_BY_CODE = MappingProxyType({"10": "H10", "11": "H11", "12": "H12", "13": "H13"})

# 車名 to the maker's English name. Keys after NFKC, upper case, without spaces and middle dots.
MAKES = MappingProxyType(
    {
        "トヨタ": "Toyota",
        "レクサス": "Lexus",
        "ニッサン": "Nissan",
        "日産": "Nissan",
        "ホンダ": "Honda",
        "マツダ": "Mazda",
        "スバル": "Subaru",
        "富士": "Subaru",
        "ミツビシ": "Mitsubishi",
        "三菱": "Mitsubishi",
        "スズキ": "Suzuki",
        "ダイハツ": "Daihatsu",
        "イスズ": "Isuzu",
        "いすゞ": "Isuzu",
        "いすず": "Isuzu",
        "ヒノ": "Hino",
        "日野": "Hino",
        "ふそう": "Mitsubishi Fuso",
        "三菱ふそう": "Mitsubishi Fuso",
        "UDトラックス": "UD Trucks",
        "ニッサンディーゼル": "Nissan Diesel",
        "日産ディーゼル": "Nissan Diesel",
        "ミツオカ": "Mitsuoka",
        "光岡": "Mitsuoka",
        "カワサキ": "Kawasaki",
        "ヤマハ": "Yamaha",
        "コマツ": "Komatsu",
        "クボタ": "Kubota",
        "ビーエムダブリュー": "BMW",
        "BMW": "BMW",
        "BMWミニ": "MINI",
        "ミニ": "MINI",
        "メルセデスベンツ": "Mercedes-Benz",
        "メルセデスAMG": "Mercedes-Benz",
        "アウディ": "Audi",
        "フォルクスワーゲン": "Volkswagen",
        "ポルシェ": "Porsche",
        "スマート": "smart",
        "ボルボ": "Volvo",
        "ジャガー": "Jaguar",
        "ジャグァー": "Jaguar",
        "ランドローバー": "Land Rover",
        "ローバー": "Rover",
        "ベントレー": "Bentley",
        "ロールスロイス": "Rolls-Royce",
        "プジョー": "Peugeot",
        "シトロエン": "Citroën",
        "ルノー": "Renault",
        "フィアット": "Fiat",
        "アバルト": "Abarth",
        "アルファロメオ": "Alfa Romeo",
        "フェラーリ": "Ferrari",
        "ランボルギーニ": "Lamborghini",
        "マセラティ": "Maserati",
        "フォード": "Ford",
        "シボレー": "Chevrolet",
        "キャデラック": "Cadillac",
        "クライスラー": "Chrysler",
        "クライスラージープ": "Jeep",
        "ジープ": "Jeep",
        "ダッジ": "Dodge",
        "ハマー": "Hummer",
        "テスラ": "Tesla",
        "ヒョンデ": "Hyundai",
        "ヒュンダイ": "Hyundai",
        "BYD": "BYD",
        "ハーレーダビッドソン": "Harley-Davidson",
        "ドゥカティ": "Ducati",
        "トライアンフ": "Triumph",
        "BMWアルピナ": "Alpina",
        "アルピナ": "Alpina",
        "アストンマーティン": "Aston Martin",
        "アストンマーチン": "Aston Martin",
        "マクラーレン": "McLaren",
        "ロータス": "Lotus",
        "モーガン": "Morgan",
        "ケータハム": "Caterham",
        "デイムラー": "Daimler",
        "ダイムラー": "Daimler",
        "MG": "MG",
        "ブガッティ": "Bugatti",
        "マイバッハ": "Maybach",
        "MCCスマート": "smart",
        "オペル": "Opel",
        "サーブ": "Saab",
        "DS": "DS",
        "ランチア": "Lancia",
        "アウトビアンキ": "Autobianchi",
        "セアト": "SEAT",
        "シュコダ": "Škoda",
        "GMC": "GMC",
        "ビュイック": "Buick",
        "ポンティアック": "Pontiac",
        "リンカーン": "Lincoln",
        "マーキュリー": "Mercury",
        "サターン": "Saturn",
        "ラム": "Ram",
        "インフィニティ": "Infiniti",
        "アキュラ": "Acura",
        "サイオン": "Scion",
        "ダットサン": "Datsun",
        "キア": "Kia",
        "起亜": "Kia",
        "現代": "Hyundai",
        "スカニア": "Scania",
        "イヴェコ": "Iveco",
        "KTM": "KTM",
        "アプリリア": "Aprilia",
        "モトグッツィ": "Moto Guzzi",
        "ベスパ": "Vespa",
        "ピアジオ": "Piaggio",
        "ロイヤルエンフィールド": "Royal Enfield",
        "インディアン": "Indian",
        "フルハーフ": "Nippon Fruehauf",
        "日本フルハーフ": "Nippon Fruehauf",
        "トレクス": "Trex",
        "日本トレクス": "Trex",
        "東急": "Tokyu",
        "タダノ": "Tadano",
        "加藤": "Kato",
        "コベルコ": "Kobelco",
        "日立": "Hitachi",
        "住友": "Sumitomo",
        "キャタピラー": "Caterpillar",
        "酒井": "Sakai",
        "ヤンマー": "Yanmar",
        "TCM": "TCM",
        "ニチユ": "Nichiyu",
    }
)

#: 車名コード of those makers whose code is certain; no public list is complete.
MAKE_BY_CODE = MappingProxyType(
    {"131": "Suzuki", "151": "Daihatsu", "194": "Toyota", "215": "Nissan Diesel", "296": "Honda"}
)

# Words that stand where nothing is known: not makes.
NO_MAKE = frozenset({"不明", "組立", "その他"})
