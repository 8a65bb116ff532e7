// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/site_line.h"

#include <string_view>

#include "cli/number_text.h"
#include "cli/server_text.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

constexpr std::size_t kIdColumns = 11;
constexpr std::size_t kStateColumns = 11;
constexpr std::size_t kOwnerColumns = 8;

std::string ownDetailOf(const RankedSite& ranked, const Globals& globals) {
    const auto& site = *ranked.site;
    switch (ranked.rank) {
        case Rank::lost:
            return tr("no media for {age}", {{"age", ageText(site.since_seconds())}});
        case Rank::clear:
            return tr("NOT ENCRYPTED");
        case Rank::failed:
        case Rank::waiting:
            return join(
                {causeText(site.cause()),
                 site.redials() > 0 ? tr("redials {n}", {{"n", std::to_string(site.redials())}})
                                    : "",
                 ageText(site.since_seconds())},
                ", ");
        case Rank::lossy:
            return tr("loss {percent} %", {{"percent", decimal(ranked.worstLoss, 1, globals)}});
        case Rank::underWay:
            return ageText(site.since_seconds());
        case Rank::absent:
            return causeText(site.cause());
        default:
            return join({site.held() ? tr("on hold") : "",
                         site.on_air() ? tr("ON AIR") : "",
                         site.chair() ? tr("chair") : "",
                         site.precued() ? tr("pre-cued") : "",
                         site.microphone_on() ? tr("mic on") : "",
                         site.camera_on() ? "" : tr("camera off"),
                         site.speaker_on() ? "" : tr("deaf"),
                         site.video_codec().empty() ? tr("no picture") : ""},
                        ", ");
    }
}

/// What of a site is not as it seems: told before the link broke, seen by people only, carried
/// elsewhere.
std::string detailOf(const RankedSite& ranked, const Globals& globals) {
    const auto& site = *ranked.site;
    return join({site.stale() ? tr("as last told") : "",
                 site.manual() ? tr("by phone") : "",
                 site.relay().empty() ? "" : tr("relay {kind}", {{"kind", site.relay()}}),
                 ownDetailOf(ranked, globals)},
                ", ");
}

/// "mcu.vnpt" as "vnpt": the column is narrow.
std::string withoutPrefix(const std::string& mcu) {
    constexpr std::string_view kPrefix = "mcu.";
    return mcu.starts_with(kPrefix) ? mcu.substr(kPrefix.size()) : mcu;
}

}  // namespace

Line siteLine(const RankedSite& ranked, const Globals& globals, bool owners) {
    const auto& site = *ranked.site;
    const std::size_t owner = owners ? kOwnerColumns + 1 : 0;
    const std::size_t left = globals.columns - 2 - kIdColumns - 1 - 1 - kStateColumns - 1 - owner;
    const std::size_t nameColumns = left * 3 / 5;
    const bool problem = isProblem(ranked.rank);
    const char* mark = problem ? "✗ " : ranked.rank == Rank::onAir ? "● " : "  ";
    return {std::string(mark) + padded(site.id(), kIdColumns) + " " +
                padded(withoutNoun(site.name()), nameColumns) + " " +
                (owners ? padded(withoutPrefix(site.owner()), kOwnerColumns) + " " : "") +
                padded(stateText(site.state()), kStateColumns) + " " + detailOf(ranked, globals),
            ranked.rank <= Rank::failed                   ? std::optional(Shade::bad)
            : problem                                     ? std::optional(Shade::warning)
            : ranked.rank == Rank::onAir                  ? std::optional(Shade::strong)
            : ranked.rank == Rank::absent || site.stale() ? std::optional(Shade::faint)
                                                          : std::nullopt};
}

}  // namespace mcu::cli
