"""What every request and response passes through."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse

View = Callable[[HttpRequest], HttpResponse]

PERMISSIONS = "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def refuse_unreadable_addresses(get_response: View) -> View:
    """Answer 400 to an address with a NUL byte or with bytes that are not UTF-8: PostgreSQL takes neither."""

    def middleware(request: HttpRequest) -> HttpResponse:
        address = request.path.encode("utf-8", "surrogatepass") + unquote_to_bytes(
            request.META.get("QUERY_STRING", "")
        )
        try:
            address.decode()
        except UnicodeDecodeError as error:
            raise BadRequest("The address is not UTF-8.") from error
        if b"\0" in address:
            raise BadRequest("The address has a NUL byte.")
        return get_response(request)

    return middleware


def limit_browser_features(get_response: View) -> View:
    """Let our own pages ask where the visitor is, and nobody ask for anything else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return middleware


class BadFormsAre422:
    """The forms of allauth's views come back with 200; ours say in the status too that nothing was done."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(
        self, request: HttpRequest, response: SimpleTemplateResponse
    ) -> SimpleTemplateResponse:
        shown = response.context_data or {}
        forms = [shown.get("form"), shown.get("webauthn_form")]
        is_bad = request.method == "POST" and any(getattr(form, "errors", None) for form in forms)
        if is_bad and response.status_code == 200:
            response.status_code = 422
        return response
