// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/requests_view.h"

#include <algorithm>
#include <vector>

#include "cli/clock_text.h"
#include "cli/number_text.h"
#include "cli/server_text.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

constexpr std::size_t kNumberColumns = 6;
constexpr std::size_t kTimeColumns = 9;
constexpr std::size_t kInstantColumns = 7;
constexpr std::size_t kResultColumns = 10;

std::string rightAligned(const std::string& text, std::size_t columns) {
    const std::size_t width = widthOf(text);
    return width < columns ? std::string(columns - width, ' ') + text : text;
}

std::string instant(double seconds, const Globals& globals) {
    return rightAligned(seconds < 0 ? "-" : decimal(seconds, 2, globals), kInstantColumns);
}

std::size_t nameColumns(const Globals& globals) {
    const std::size_t others =
        kNumberColumns + kTimeColumns + 5 * kInstantColumns + 1 + kResultColumns;
    return std::max<std::size_t>(globals.columns > others ? globals.columns - others : 0, 12);
}

std::string heading(const Globals& globals) {
    std::string line = padded(tr("No."), kNumberColumns) + padded(tr("asked"), kTimeColumns) +
                       padded(tr("site"), nameColumns(globals));
    for (const char* each :
         {later("taken"), later("picture"), later("hear it"), later("it hears"), later("both")}) {
        line += rightAligned(cut(tr(each), kInstantColumns - 1), kInstantColumns);
    }
    return shaded(globals, Shade::faint, line + " " + tr("result"));
}

std::string resultOf(const v1::Request& request, const Globals& globals) {
    if (isOpen(request)) {
        return clockText(request.age_seconds(), globals);
    }
    if (request.state() != "two-way-up") {
        return shaded(globals, Shade::faint, requestStateText(request.state()));
    }
    const std::string verdict = request.late() ? tr("OVER 30 s") : tr("WITHIN 30 s");
    return shaded(globals,
                  request.late() ? Shade::bad : Shade::good,
                  verdict + (request.confirmed_by_hand() ? " " + tr("(by hand)") : ""));
}

/// What does not fit the row: whose room, what is waited for or why it was cancelled.
std::string remarkOf(const v1::Request& request, const Globals& globals) {
    std::vector<std::string> parts;
    if (isOpen(request)) {
        parts.push_back(requestStateText(request.state()));
    }
    if (!request.owner().empty()) {
        parts.push_back(tr("room of {mcu}", {{"mcu", request.owner()}}));
    }
    if (request.implicit()) {
        parts.push_back(tr("counted from show"));
    }
    if (!request.reason().empty()) {
        parts.push_back(serverText(request.reason(), globals.language));
    }
    std::string remark;
    for (const auto& part : parts) {
        remark += (remark.empty() ? "" : ", ") + printable(part);
    }
    return remark.empty() ? remark
                          : shaded(globals,
                                   Shade::faint,
                                   std::string(kNumberColumns, ' ') +
                                       cut(remark, globals.columns - kNumberColumns)) +
                                "\n";
}

std::string row(const v1::Request& request, const Globals& globals) {
    return padded(requestNumber(request.number()), kNumberColumns) +
           padded(timeOfDay(request.asked_at_us()), kTimeColumns) +
           padded(siteText(request.site_name().empty() ? request.site() : request.site_name()),
                  nameColumns(globals)) +
           instant(request.taken_seconds(), globals) + instant(request.picture_seconds(), globals) +
           instant(request.sound_up_seconds(), globals) +
           instant(request.sound_down_seconds(), globals) +
           instant(request.two_way_seconds(), globals) + " " + resultOf(request, globals) + "\n" +
           remarkOf(request, globals);
}

}  // namespace

std::string requestNumber(std::uint64_t number) {
    return "R-" + std::to_string(number);
}

std::string renderRequests(const v1::RequestList& requests, const Globals& globals, int atMost) {
    if (requests.requests().empty()) {
        return tr("the chair has asked for nobody yet") + "\n";
    }
    std::string text = heading(globals) + "\n";
    for (int i = 0; i < std::min(atMost, requests.requests_size()); ++i) {
        text += row(requests.requests(i), globals);
    }
    if (requests.requests_size() > atMost) {
        text += "… +" + std::to_string(requests.requests_size() - atMost) +
                "  (mcuctl requests --all)\n";
    }
    return text;
}

}  // namespace mcu::cli
