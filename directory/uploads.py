"""How much anybody may send: a request has an end, and no file is read beyond the largest that we take."""

from collections.abc import Callable

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = Callable[[HttpRequest], HttpResponse]

LARGEST_FILE = 10 * 1024 * 1024
# Five files of the largest size, and the form around them.
LARGEST_REQUEST = 52 * 1024 * 1024


class CappedUpload(FileUploadHandler):
    """Lets one byte too many through, so that the form says that the file is too large; drops the rest."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start > LARGEST_FILE:
            return None
        return raw_data[: LARGEST_FILE + 1 - start] or None

    def file_complete(self, file_size: int) -> None:
        return None


def refuse_large_requests(get_response: View) -> View:
    """Answer 413 before anything of a request's body is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > LARGEST_REQUEST:
            return render(request, "413.html", status=413)
        return get_response(request)

    return middleware
