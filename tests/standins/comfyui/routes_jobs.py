"""/api/jobs: the nicest way to ask how a prompt stands, on servers that are new enough."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from tests.standins.comfyui import jobs
from tests.standins.comfyui.server import Server

_ORDERS = {"sort_by": ("created_at", "execution_duration"), "sort_order": ("asc", "desc")}


class JobRoutes:
    def __init__(self, server: Server) -> None:
        self.server = server

    def table(self) -> list[web.RouteDef]:
        return [
            web.get("/api/jobs", self.every),
            web.post("/api/jobs/cancel", self.cancel_some),
            web.get("/api/jobs/{prompt_id}", self.one),
            web.post("/api/jobs/{prompt_id}/cancel", self.cancel),
        ]

    async def every(self, request: web.Request) -> web.Response:
        _need(self.server.quirks.server.lists_jobs)
        query = request.query
        fault = _fault(query)
        if fault:
            return web.json_response({"error": fault}, status=400)
        states = query.get("status", ",".join(jobs.STATES)).lower().split(",")
        found = [job for job in jobs.every(self.server.queue) if job["status"] in states]
        if query.get("workflow_id"):
            found = [job for job in found if job.get("workflow_id") == query["workflow_id"]]
        falling = query.get("sort_order", "desc") == "desc"
        found.sort(key=lambda job: _rank(job, query.get("sort_by")), reverse=falling)
        return web.json_response(_page(found, query))

    async def one(self, request: web.Request) -> web.Response:
        _need(self.server.quirks.server.lists_jobs)
        job = jobs.one(self.server.queue, request.match_info["prompt_id"])
        if job is None:
            return web.json_response({"error": "Job not found"}, status=404)
        return web.json_response(job)

    async def cancel(self, request: web.Request) -> web.Response:
        _need(self.server.quirks.server.cancels_jobs)
        prompt_id = request.match_info["prompt_id"]
        if jobs.one(self.server.queue, prompt_id) is None:
            return web.json_response({"error": "Job not found"}, status=404)
        return web.json_response({"cancelled": self._cancel(prompt_id)})

    async def cancel_some(self, request: web.Request) -> web.Response:
        _need(self.server.quirks.server.cancels_jobs)
        ended = [self._cancel(each) for each in (await request.json())["job_ids"]]
        return web.json_response({"cancelled": any(ended)})

    def _cancel(self, prompt_id: str) -> bool:
        return self.server.queue.delete([prompt_id]) or self.server.worker.interrupt(prompt_id)


def _need(there: object) -> None:
    """An older server knows no such route."""
    if not there:
        raise web.HTTPNotFound


def _fault(query: Any) -> str:
    wrong = [s for s in query.get("status", "").lower().split(",") if s and s not in jobs.STATES]
    if wrong:
        return f"Invalid status value(s): {', '.join(wrong)}"
    for key, known in _ORDERS.items():
        if query.get(key, known[0]) not in known:
            return f"{key} must be one of: {', '.join(known)}"
    for key in ("limit", "offset"):
        if not query.get(key, "1").isdecimal():
            return f"{key} must be an integer"
    return ""


def _rank(job: dict[str, Any], by: str | None) -> float:
    if by == "execution_duration":
        return float(job.get("execution_end_time", 0) - job.get("execution_start_time", 0))
    return float(job.get("create_time", 0))


def _page(found: list[dict[str, Any]], query: Any) -> dict[str, Any]:
    offset = int(query.get("offset", 0))
    limit = int(query["limit"]) if "limit" in query else None
    shown = found[offset:] if limit is None else found[offset : offset + limit]
    more = offset + len(shown) < len(found)
    pages = {"offset": offset, "limit": limit, "total": len(found), "has_more": more}
    return {"jobs": shown, "pagination": pages}
