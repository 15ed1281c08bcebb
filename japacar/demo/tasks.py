"""Jobs of the demo: its pictures, and what its model codes stand for, as learnt from listings that went on sale one by one.

The one thing to know: what draws is loaded by the job. Every process of the site loads this module, and none but the worker draws."""

from procrastinate.contrib.django import app


@app.task(name="demo.photograph", retry=2)
def photograph(numbers: list[int], covers_only: bool) -> None:
    from japacar.demo import photographing

    photographing.photograph(numbers, covers_only=covers_only)


@app.task(name="demo.photograph_machines", retry=2)
def photograph_machines() -> None:
    from japacar.demo import photographing

    photographing.photograph_machines()


@app.task(name="demo.learn_model_codes", retry=2)
def learn_model_codes() -> None:
    from japacar.vehicles.reference import learning

    learning.learn_all()
