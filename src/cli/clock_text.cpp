// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/clock_text.h"

#include <charconv>

#include "cli/number_text.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

constexpr double kAmber = 10;
constexpr double kRed = 20;
constexpr double kLimit = 30;

std::optional<double> secondsIn(const v1::Event& event, const char* field) {
    const auto found = event.fields().find(field);
    if (found == event.fields().end()) {
        return std::nullopt;
    }
    const std::string& text = found->second;
    double ms = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), ms);
    if (wrong != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return ms / 1000;
}

}  // namespace

Shade clockShade(double seconds) {
    return seconds >= kRed ? Shade::bad : seconds >= kAmber ? Shade::warning : Shade::good;
}

std::string clockText(double seconds, const Globals& globals) {
    const std::string clock = tr("{seconds} s", {{"seconds", decimal(seconds, 1, globals)}}) +
                              (seconds > kLimit ? " " + tr("OVER 30 s") : "");
    return shaded(globals, clockShade(seconds), clock);
}

std::optional<TwoWay> twoWayOf(const v1::Event& event) {
    const auto request = secondsIn(event, "sinceRequestMs");
    const auto take = secondsIn(event, "sinceTakeMs");
    if (event.kind() != "take.two-way-up" || !request || !take) {
        return std::nullopt;
    }
    return TwoWay{*request, *take};
}

TwoWay twoWayOf(const v1::Request& request) {
    return {request.two_way_seconds(), request.two_way_seconds() - request.taken_seconds()};
}

std::string twoWayText(const TwoWay& instants, const Globals& globals) {
    const bool late = instants.sinceRequest > kLimit;
    return shaded(globals,
                  late ? Shade::bad : Shade::good,
                  tr("TWO-WAY UP {request} s after the request, {take} s after the take: {verdict}",
                     {{"request", decimal(instants.sinceRequest, 2, globals)},
                      {"take", decimal(instants.sinceTake, 2, globals)},
                      {"verdict", late ? tr("OVER 30 s") : tr("WITHIN 30 s")}}));
}

bool isOpen(const v1::Request& request) {
    return request.state() == "open" || request.state() == "taken";
}

const v1::Request* requestOf(const v1::RequestList& requests, const std::string& site) {
    const v1::Request* newest = nullptr;
    for (const auto& each : requests.requests()) {
        const bool better = newest == nullptr || (isOpen(each) && !isOpen(*newest)) ||
                            (isOpen(each) == isOpen(*newest) && each.number() > newest->number());
        newest = each.site() == site && better ? &each : newest;
    }
    return newest;
}

std::string requestStateText(const std::string& state) {
    if (state == "open") {
        return tr("asked for");
    }
    if (state == "taken") {
        return tr("being shown");
    }
    if (state == "two-way-up") {
        return tr("two-way up");
    }
    return state == "cancelled" ? tr("cancelled") : printable(state);
}

}  // namespace mcu::cli
