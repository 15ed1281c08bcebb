"""Choices of attributes that are kept as JSON. The one thing to know: the keys are stored, so a key may not change."""

from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = MappingProxyType[str, Promise]


def _words(**words: Promise) -> Words:
    """`four_wheel=_("…")`; a trailing underscore frees words that Python keeps for itself."""
    return MappingProxyType({key.rstrip("_"): label for key, label in words.items()})


VEHICLE_CLASSES = _words(
    standard=_("Standard vehicle"),
    small=_("Small vehicle"),
    kei=_("Kei vehicle"),
    large_special=_("Large special vehicle"),
)
USES = _words(passenger=_("Passenger use"), cargo=_("Cargo use"), bus=_("Bus use"), special=_("Special purpose use"))
EVIDENCE = _words(
    maker=_("Maker’s plate or maker’s answer"),
    chassis=_("Worked out from the chassis number"),
    seat_belt=_("Seat-belt or glass marks"),
    invoice=_("Maker’s or first dealer’s paper"),
    certificate=_("Inspection body’s certificate"),
    estimate=_("Estimate of the dealer"),
)
TURBO = _words(none=_("None"), turbo=_("Turbo"), supercharger=_("Supercharger"), twin=_("Turbo and supercharger"))
SHIFTS = _words(
    floor=_("Floor"), column=_("Column"), panel=_("Dashboard"), switch=_("Switch"), foot=_("Foot (motorcycle)")
)
DRIVE_LAYOUTS = _words(
    ff=_("FF: engine in front, front wheels driven"),
    fr=_("FR: engine in front, rear wheels driven"),
    mr=_("MR: engine in the middle, rear wheels driven"),
    rr=_("RR: engine at the rear, rear wheels driven"),
    part_time=_("Part-time 4WD"),
    full_time=_("Full-time 4WD or AWD"),
    electric_4wd=_("4WD with an electric motor"),
)
AXLES = MappingProxyType({each: each for each in ("4×2", "4×4", "6×2", "6×4", "6×6", "8×2", "8×4", "8×8", "10×4")})
SEATS = _words(
    cloth=_("Cloth"),
    half=_("Half leather"),
    leather=_("Leather"),
    synthetic=_("Synthetic leather"),
    alcantara=_("Suede-like fabric"),
    vinyl=_("Vinyl"),
)
SPARES = _words(
    full=_("Full-size spare wheel"), temporary=_("Temporary spare wheel"), kit=_("Repair kit"), none=_("No spare wheel")
)
WHEELS = _words(alloy=_("Alloy wheels, maker’s"), aftermarket=_("Alloy wheels, other maker’s"), steel=_("Steel wheels"))
ODOMETER = _words(
    actual=_("Shows the true distance"),
    exchanged=_("Exchanged"),
    tampered=_("Known to be turned back"),
    unknown=_("True distance not known"),
)
HISTORY = _words(
    private=_("Private"),
    company=_("Company car"),
    rental=_("Rental car"),
    lease=_("Lease"),
    taxi=_("Taxi or hire car"),
    school=_("Driving school"),
    demo=_("Demonstration car"),
    public=_("Public authority"),
    unknown=_("Not known"),
)
START_RUN = _words(
    drives=_("Starts and drives"),
    starts=_("Starts, does not drive"),
    dead=_("Does not start"),
    unknown=_("Not checked"),
)
REPAIR_PARTS = _words(
    side_member=_("Side member (frame rail)"),
    cross_member=_("Cross member"),
    inside_panel=_("Inside panel (inner wing)"),
    pillar=_("Pillar"),
    dash_panel=_("Dash panel"),
    roof_panel=_("Roof panel"),
    floor=_("Floor"),
    rear_floor=_("Rear or boot floor"),
    core_support=_("Core support, welded"),
    frame=_("Frame of a truck or motorcycle"),
    steering_head=_("Steering head of a motorcycle"),
)
WARNING_LIGHTS = _words(
    engine=_("Engine"),
    oil=_("Oil pressure"),
    battery=_("Battery"),
    temperature=_("Temperature"),
    abs=_("ABS"),
    airbag=_("Airbag"),
    brake=_("Brakes"),
    transmission=_("Gearbox"),
    hybrid=_("Hybrid or electric system"),
    dpf=_("Diesel filter"),
    steering=_("Power steering"),
    tyre=_("Tyre pressure"),
    other=_("Another lamp"),
)
STATES = _words(ok=_("In order"), issue=_("Has a fault"), unchecked=_("Not checked"))
LETTERS = MappingProxyType({each: each for each in "ABCDE"})
RECALL = _words(none=_("No open recall"), open=_("Open recall"), unknown=_("Not looked up"))
TAX = _words(
    without=_("Without consumption tax"),
    with_=_("With consumption tax"),
    exempt=_("Seller is exempt from consumption tax"),
)
DOCUMENTS = _words(
    registered=_("Registered, with valid inspection"),
    temporary=_("Temporarily deregistered"),
    export=_("Deregistered for export"),
    none=_("No registration papers"),
)
RECYCLING = _words(paid=_("Recycling deposit paid"), unpaid=_("Not paid"), exempt=_("Not subject to it"))
LIENS = _words(
    clear=_("Clear"), dealer=_("Ownership reserved by a dealer"), finance=_("Ownership reserved by a lender")
)
INCLUDED = _words(
    spare_key=_("Spare key"),
    manual=_("Owner’s manual"),
    service_book=_("Service book"),
    spare_wheel=_("Spare wheel"),
    jack=_("Jack"),
    tools=_("Tools"),
    navigation_disc=_("Disc or card of the navigation"),
    remote=_("Remote control"),
    charger_cable=_("Charging cable"),
    wheel_nut_key=_("Key for wheel locks"),
    tools_box=_("Tool box"),
    winter_tyres=_("Second set of tyres"),
)
TRUCK_BODIES = _words(
    flat=_("Flat bed"),
    dump=_("Dump"),
    crane=_("With crane"),
    wing=_("Wing body"),
    van=_("Aluminium van body"),
    refrigerated=_("Refrigerated van"),
    curtain=_("Hood or curtain"),
    tank=_("Tank"),
    mixer=_("Concrete mixer"),
    garbage=_("Garbage"),
    carrier=_("Car carrier"),
    self_loader=_("Self-loader"),
    aerial=_("Aerial work platform"),
    tractor=_("Tractor head"),
    arm_roll=_("Hook lift or container"),
    vacuum=_("Vacuum"),
    fire=_("Fire engine"),
    camper=_("Camper"),
    double_cab=_("Double cab"),
    other=pgettext_lazy("truck body", "Other body"),
)
TRAILERS = _words(
    flat=_("Flat bed"), low=_("Low loader"), van=_("Aluminium van body"), wing=_("Wing body"), tank=_("Tank"),
    container=_("Container chassis"), boat=_("Boat trailer"), camper=_("Camper"), other=pgettext_lazy("trailer", "Other trailer"),
)  # fmt: skip
SUSPENSIONS = _words(
    leaf=_("Leaf springs"), air=_("Air suspension"), coil=_("Coil springs"), rear_air=_("Air, rear only")
)
CABS = _words(
    standard=_("Standard cab"),
    wide=_("Wide cab"),
    double=_("Double cab"),
    sleeper=_("Cab with bed"),
    high_roof=_("High roof"),
)
BED_LENGTHS = _words(short=_("Short"), standard=_("Standard"), long=_("Long"), super_long=_("Extra long"))
MOTORCYCLES = _words(
    naked=_("Naked"),
    sport=_("Sports bike"),
    tourer=_("Tourer"),
    cruiser=_("Cruiser"),
    off_road=_("Off-road"),
    adventure=_("Adventure"),
    scooter=_("Scooter"),
    business=_("Business bike"),
    classic=_("Classic"),
    trike=_("Trike"),
    mini=_("Mini bike"),
    sidecar=_("With sidecar"),
    race=_("Competition bike"),
)
FAIRINGS = _words(none=_("None"), half=_("Half fairing"), full=_("Full fairing"), screen=_("Screen"))
FINAL_DRIVES = _words(chain=_("Chain"), belt=_("Belt"), shaft=_("Shaft"))
STARTERS = _words(electric=_("Electric"), kick=_("Kick"), both=_("Electric and kick"))
EXHAUSTS = _words(
    original=pgettext_lazy("a part by the maker of the vehicle", "Original"),
    aftermarket=_("Another maker’s"),
    approved=_("Another maker’s, approved (JMCA)"),
)
CYLINDERS = _words(
    single=_("Single"), parallel=_("Parallel"), v=_("V engine"), inline_four=_("In-line four"), boxer=_("Boxer"), other=_("Other layout")
)  # fmt: skip
STROKES = _words(two=_("Two-stroke"), four=_("Four-stroke"))
MACHINES = _words(
    excavator=_("Excavator"),
    mini_excavator=_("Mini excavator"),
    wheel_loader=_("Wheel loader"),
    bulldozer=_("Bulldozer"),
    forklift=_("Forklift"),
    reach_truck=_("Reach truck"),
    rough_terrain_crane=_("Rough-terrain crane"),
    crawler_crane=_("Crawler crane"),
    road_roller=_("Roller"),
    grader=_("Motor grader"),
    carrier_dump=_("Crawler carrier"),
    tractor=_("Farm tractor"),
    combine=_("Combine harvester"),
    rice_planter=_("Rice planter"),
    generator=_("Generator"),
    compressor=_("Compressor"),
    aerial_platform=_("Aerial work platform"),
    skid_steer=_("Skid-steer loader"),
    drilling=_("Drilling or piling machine"),
    paver=_("Asphalt paver"),
    crusher=_("Crushing plant"),
    snow=_("Snow clearing machine"),
    other=pgettext_lazy("machine", "Other machine"),
)
UNDERCARRIAGES = _words(
    rubber=_("Rubber tracks"),
    steel=_("Steel tracks"),
    pads=_("Steel tracks with pads"),
    wheels=_("Wheels"),
    none=_("None"),
)
ATTACHMENTS = _words(
    bucket=_("Bucket"),
    slope_bucket=_("Slope bucket"),
    breaker=_("Breaker"),
    crusher=_("Crusher"),
    fork=_("Fork grapple"),
    cutter=_("Cutter"),
    auger=_("Auger"),
    magnet=_("Magnet"),
    quick_coupler=_("Quick coupler"),
    blade=_("Blade"),
    ripper=_("Ripper"),
    crane=_("Crane hook"),
    pallet_fork=_("Pallet forks"),
    side_shift=_("Side shift"),
    rotator=_("Rotator"),
    clamp=_("Clamp"),
    rotary=_("Rotary tiller"),
    front_loader=_("Front loader"),
    cultivator=_("Cultivator"),
    snow_plough=_("Snow plough"),
)
PIPING = _words(
    none=_("None"), breaker=_("For a breaker"), crusher=_("For breaker and crusher"), multi=_("Several circuits")
)
ARMS = _words(
    standard=_("Standard"), long=_("Long"), super_long=_("Extra long"), short=_("Short"), telescopic=_("Telescopic")
)
TAILS = _words(standard=_("Standard"), small=_("Small tail swing"), zero=_("Zero tail swing"))
CABINS = _words(
    cabin=_("Cabin"),
    cabin_ac=_("Cabin with air conditioning"),
    canopy=_("Canopy"),
    open=pgettext_lazy("a cabin without walls", "Open"),
    walk=_("Walk-behind or remote"),
)
STAGES = _words(
    none=_("No stage"),
    first=_("Japan, 1st stage"),
    second=_("Japan, 2nd stage"),
    third=_("Japan, 3rd stage"),
    rule_2006=_("Off-road act 2006"),
    rule_2011=_("Off-road act 2011"),
    rule_2014=_("Off-road act 2014"),
)
MASTS = _words(
    duplex=_("Two-stage"), full_free=_("Two-stage, full free lift"), triplex=_("Three-stage"), hi_lo=_("Hi-lo")
)
#: Flood, fire and the like, which in Japanese are there or not.
HARMED = _words(yes=pgettext_lazy("damage", "Yes"), no=pgettext_lazy("damage", "No"), unknown=_("Not known"))
CONFIRMED = _words(yes=_("Yes"), no=_("No"), unknown=_("Not known"))
