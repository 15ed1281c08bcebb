"""A worker draws in two threads at once; the renderer below is not made for that, so the drawings take turns."""

from concurrent.futures import ThreadPoolExecutor

from japacar.demo.drawing import draw


def test_two_threads_draw_the_same_pictures_as_one() -> None:
    angles = ["front_left", "front", "rear", "left_side"]
    alone = [draw("sedan", "blue", angle) for angle in angles]

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda angle: draw("sedan", "blue", angle), angles * 3))

    assert together == alone * 3
