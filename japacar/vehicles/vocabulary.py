"""Fixed lists of a listing that are no columns of their own: fault codes, panels, equipment, places.

The one thing to know: the keys are stored, the words are looked up, so a word may change and a key may not."""

from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: Codes of the usual auction sheet: letters as most houses use them, 1 small to 3 large.
FAULT_CODES: MappingProxyType[str, Promise] = MappingProxyType(
    {
        "A1": _("Small scratch"),
        "A2": _("Scratch of about 15 cm"),
        "A3": _("Large scratch"),
        "U1": _("Small dent"),
        "U2": _("Dent the size of a palm"),
        "U3": _("Large dent"),
        "B1": _("Small dent with scratch"),
        "B2": _("Dent with scratch"),
        "B3": _("Large dent with scratch"),
        "W1": _("Repaired, hardly visible"),
        "W2": _("Repaired, wave in the paint"),
        "W3": _("Repaired, to be painted again"),
        "P1": _("Paint faded"),
        "P2": _("Paint peels or differs"),
        "S1": _("Light rust"),
        "S2": _("Rust"),
        "S3": _("Heavy rust"),
        "C1": _("Curb rash or light corrosion"),
        "C2": _("Corrosion"),
        "C3": _("Rusted through"),
        "G1": _("Stone chip in the glass"),
        "R1": _("Crack in the glass"),
        "Y1": _("Small crack"),
        "Y2": _("Crack of about 10 cm"),
        "Y3": _("Large crack or broken"),
        "I1": _("Wear of the seats"),
        "I2": _("Stain or burn mark inside"),
        "X": _("Needs replacing"),
        "XX": _("Replaced"),
    }
)
PANELS: MappingProxyType[str, Promise] = MappingProxyType(
    {
        "front-bumper": _("Front bumper"),
        "bonnet": _("Bonnet"),
        "windscreen": _("Windscreen"),
        "roof": _("Roof"),
        "front-wing-left": _("Left front wing"),
        "front-wing-right": _("Right front wing"),
        "front-door-left": _("Left front door"),
        "front-door-right": _("Right front door"),
        "rear-door-left": _("Left rear door"),
        "rear-door-right": _("Right rear door"),
        "sill-left": _("Left sill"),
        "sill-right": _("Right sill"),
        "rear-quarter-left": _("Left rear quarter"),
        "rear-quarter-right": _("Right rear quarter"),
        "tailgate": _("Tailgate or boot lid"),
        "rear-bumper": _("Rear bumper"),
        "wheel-front-left": _("Left front wheel"),
        "wheel-front-right": _("Right front wheel"),
        "wheel-rear-left": _("Left rear wheel"),
        "wheel-rear-right": _("Right rear wheel"),
        "underbody": _("Underbody"),
        "engine": _("Engine"),
        "interior": _("Interior"),
        "bed": _("Load bed"),
        "tank": _("Fuel tank"),
        "front-panel": _("Front panel"),
        "slide-door-left": _("Left sliding door"),
        "slide-door-right": _("Right sliding door"),
        "body-front-left": _("Left side, front"),
        "body-front-right": _("Right side, front"),
        "body-middle-left": _("Left side, middle"),
        "body-middle-right": _("Right side, middle"),
        "body-rear-left": _("Left side, rear"),
        "body-rear-right": _("Right side, rear"),
        "rear-panel": _("Rear panel"),
        "gate-left": _("Left gate or side of the load space"),
        "gate-right": _("Right gate or side of the load space"),
        "gate-rear": _("Rear gate or doors"),
        "frame": _("Frame"),
        "coupling": _("Coupling"),
        "headlight": _("Headlight"),
        "handlebar": _("Handlebar"),
        "levers": _("Levers and mirrors"),
        "front-fork": _("Front fork"),
        "front-wheel": _("Front wheel"),
        "rear-wheel": _("Rear wheel"),
        "seat": _("Seat"),
        "tail": _("Tail"),
        "swingarm": _("Swingarm"),
        "exhaust": _("Exhaust pipe"),
        "fairing-left": _("Left fairing"),
        "fairing-right": _("Right fairing"),
        "side-cover-left": _("Left side cover"),
        "side-cover-right": _("Right side cover"),
        "attachment": _("Bucket, forks or other attachment"),
        "boom": _("Boom, arm or mast"),
        "hydraulics": _("Cylinders and hoses"),
        "cab": _("Cab or canopy"),
        "engine-cover": _("Engine cover"),
        "counterweight": _("Counterweight or rear"),
        "undercarriage-left": _("Left undercarriage or tyres"),
        "undercarriage-right": _("Right undercarriage or tyres"),
    }
)
EQUIPMENT: MappingProxyType[str, Promise] = MappingProxyType(
    {
        "air-conditioning": _("Air conditioning"),
        "power-steering": _("Power steering"),
        "power-windows": _("Power windows"),
        "abs": _("ABS"),
        "airbags": _("Driver and passenger airbags"),
        "side-airbags": _("Side airbags"),
        "navigation": _("Navigation (Japanese)"),
        "tv": _("TV tuner"),
        "reversing-camera": _("Reversing camera"),
        "around-view": _("Around-view camera"),
        "etc": _("ETC toll reader"),
        "drive-recorder": _("Drive recorder"),
        "smart-key": _("Smart key, push start"),
        "keyless": _("Remote locking"),
        "led-headlights": _("LED headlights"),
        "fog-lamps": _("Fog lamps"),
        "alloy-wheels": _("Alloy wheels"),
        "cruise-control": _("Cruise control"),
        "collision-brake": _("Automatic emergency brake"),
        "lane-warning": _("Lane departure warning"),
        "leather": _("Leather seats"),
        "heated-seats": _("Heated front seats"),
        "sunroof": _("Sunroof"),
        "power-slide-doors": _("Power sliding doors, both sides"),
        "power-tailgate": _("Power tailgate"),
        "roof-rails": _("Roof rails"),
        "tow-hitch": _("Tow bar"),
        "difflock": _("Rear differential lock"),
        "bed-mat": _("Bed mat"),
        "bed-posts": _("Gate posts and rear gate guard"),
        "roof-rack": _("Roof carrier"),
        "tail-lift": _("Tail lift"),
        "quick-charge": _("Quick charge socket (CHAdeMO)"),
        "ac-outlet": _("100 V socket, 1,500 W"),
        "top-case-rack": _("Rear carrier"),
        "engine-guard": _("Engine guard"),
    }
)
#: Ports that used cars leave from, by UN/LOCODE.
LOADING_PORTS: MappingProxyType[str, Promise] = MappingProxyType(
    {
        "JPYOK": _("Yokohama"),
        "JPKWS": _("Kawasaki"),
        "JPKZU": _("Kisarazu"),
        "JPHIC": _("Hitachinaka"),
        "JPSMZ": _("Shimizu"),
        "JPTHS": _("Toyohashi"),
        "JPNGO": _("Nagoya"),
        "JPOSA": _("Osaka"),
        "JPSBK": _("Sakai-Senboku"),
        "JPUKB": _("Kobe"),
        "JPHKT": _("Hakata"),
        "JPFTX": _("Fushiki-Toyama"),
        "JPTMK": _("Tomakomai"),
    }
)
_PREFECTURES = (
    "北海道 Hokkaido 青森県 Aomori 岩手県 Iwate 宮城県 Miyagi 秋田県 Akita 山形県 Yamagata 福島県 Fukushima "
    "茨城県 Ibaraki 栃木県 Tochigi 群馬県 Gunma 埼玉県 Saitama 千葉県 Chiba 東京都 Tokyo 神奈川県 Kanagawa "
    "新潟県 Niigata 富山県 Toyama 石川県 Ishikawa 福井県 Fukui 山梨県 Yamanashi 長野県 Nagano 岐阜県 Gifu "
    "静岡県 Shizuoka 愛知県 Aichi 三重県 Mie 滋賀県 Shiga 京都府 Kyoto 大阪府 Osaka 兵庫県 Hyogo 奈良県 Nara "
    "和歌山県 Wakayama 鳥取県 Tottori 島根県 Shimane 岡山県 Okayama 広島県 Hiroshima 山口県 Yamaguchi 徳島県 Tokushima "
    "香川県 Kagawa 愛媛県 Ehime 高知県 Kochi 福岡県 Fukuoka 佐賀県 Saga 長崎県 Nagasaki 熊本県 Kumamoto 大分県 Oita "
    "宮崎県 Miyazaki 鹿児島県 Kagoshima 沖縄県 Okinawa"
)
_NAMES = _PREFECTURES.split()
#: Japanese name (which is stored) -> English name.
PREFECTURES = MappingProxyType(dict(zip(_NAMES[::2], _NAMES[1::2], strict=True)))
