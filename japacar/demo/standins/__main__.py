"""Runs the stand-ins until told to stop. Their ports and the clients' secrets come from the environment, where `bin/demo` puts them."""

import os
import signal
from pathlib import Path
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller

from japacar.demo.standins.anthropic_messages import AnthropicStandIn
from japacar.demo.standins.dialects import DIALECTS
from japacar.demo.standins.mail import MailKeeper
from japacar.demo.standins.model_vendor import StandIn
from japacar.demo.standins.openai_responses import OpenAIStandIn
from japacar.demo.standins.openid import Client, OpenIdProvider
from japacar.demo.standins.register import Register


def main() -> None:
    """Serve until told to stop."""
    port = int(os.environ["JAPACAR_STANDIN_SMTP_PORT"])
    keeper = MailKeeper(Path(os.environ["JAPACAR_DATA"]) / "mail")
    controller = Controller(keeper, hostname="127.0.0.1", port=port)
    controller.start()
    others: list[Register | OpenIdProvider | StandIn] = [
        Register(int(os.environ["JAPACAR_STANDIN_REGISTER_PORT"])),
        *_providers(),
        *_models(),
    ]
    for other in others:
        other.start()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        signal.pause()
    except KeyboardInterrupt:
        for other in others:
            other.stop()
        controller.stop()


def _providers() -> list[OpenIdProvider]:
    """One for each provider whose issuer the environment places on this machine."""
    found = []
    for name, prefix in (("google", "GOOGLE_CLIENT"), ("line", "LINE_CHANNEL")):
        issuer = urlsplit(os.environ.get(f"{name.upper()}_ISSUER", ""))
        if issuer.hostname == "127.0.0.1" and issuer.port:
            callback = f"{os.environ['JAPACAR_BASE_URL'].rstrip('/')}/sign-in/{name}/callback/"
            client = Client(os.environ[f"{prefix}_ID"], os.environ[f"{prefix}_SECRET"], callback)
            found.append(OpenIdProvider(DIALECTS[name], client, port=issuer.port))
    return found


def _models() -> list[StandIn]:
    """The vendors whose address the environment places on this machine."""
    found: list[StandIn] = []
    vendors: dict[str, type[StandIn]] = {"ANTHROPIC": AnthropicStandIn, "OPENAI": OpenAIStandIn}
    for name, vendor in vendors.items():
        address = urlsplit(os.environ.get(f"{name}_BASE_URL", ""))
        if address.hostname == "127.0.0.1" and address.port:
            found.append(vendor(os.environ[f"{name}_API_KEY"], port=address.port))
    return found


if __name__ == "__main__":
    main()
