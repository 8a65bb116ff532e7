// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/fold.h"
#include "cli/console/view.h"
#include "cli/number_text.h"
#include "cli/server_text.h"
#include "cli/site_line.h"
#include "cli/text.h"
#include "cli/width.h"

// The middle of the console (sites, candidates, help) and its foot.

namespace mcu::cli::console {

namespace {

constexpr std::size_t kSignColumns = 2;

std::string rule(std::size_t columns) {
    std::string text;
    for (std::size_t i = 0; i < columns; ++i) {
        text += "─";
    }
    return text;
}

/// A heading in a line across the screen.
Row heading(const std::string& text, std::size_t columns) {
    const std::string shown = cut(text, columns > 4 ? columns - 4 : 0);
    const std::size_t used = 3 + cli::widthOf(shown) + 1;
    return {{"── " + shown + " " + rule(columns > used ? columns - used : 0), Mark::faint}};
}

bool fits(const v1::SiteStatus& site, const std::string& folded) {
    return folded.empty() || fold(site.name()).find(folded) != std::string::npos ||
           fold(site.id()).find(folded) != std::string::npos ||
           fold(stateText(site.state())).find(folded) != std::string::npos ||
           fold(site.owner()).find(folded) != std::string::npos;
}

std::string promptText(Purpose purpose) {
    switch (purpose) {
        case Purpose::request:
            return tr("The chair asks for (name, Enter): ");
        case Purpose::take:
            return tr("Put on air (name, Enter): ");
        case Purpose::prepare:
            return tr("Get ready (name, Enter): ");
        case Purpose::microphone:
            return tr("Microphone on/off of (name, Enter): ");
        case Purpose::filter:
            return tr("Show only sites with: ");
        case Purpose::reason:
            break;
    }
    return tr("Why outside the script: ");
}

std::string readBack(const conference::SiteRecord& site) {
    const std::string level = levelText(site.level);
    return site.id.value + "  " + (level.empty() ? "" : level + ": ") + withoutNoun(site.name);
}

}  // namespace

View::Rows View::middle(std::size_t room) {
    if (console_.prompt_ && !console_.prompt_->candidates().empty()) {
        return candidates(room);
    }
    return console_.help_ ? help(room) : sites(room);
}

View::Rows View::sites(std::size_t room) {
    const auto* held = console_.conference();
    if (held == nullptr || room < 2) {
        console_.listed_.clear();
        return {};
    }
    const std::string folded = fold(console_.filter_);
    std::vector<RankedSite> shown;
    for (const auto& each : rankedSites(console_.news_->status)) {
        if (each.conference == held && fits(*each.site, folded)) {
            shown.push_back(each);
        }
    }
    auto& listed = console_.listed_;
    listed.clear();
    bool owners = false;
    for (const auto& each : shown) {
        listed.push_back(each.site->id());
        owners = owners || !each.site->owner().empty();
    }
    const std::size_t page = room - 1;
    console_.listRows_ = page;
    const auto cursor = std::find(listed.begin(), listed.end(), console_.cursor_);
    auto& top = console_.top_;
    if (cursor != listed.end()) {
        const auto index = static_cast<std::size_t>(cursor - listed.begin());
        top = index < top ? index : index >= top + page ? index - page + 1 : top;
    }
    top = std::min(top, listed.size() > page ? listed.size() - page : 0);
    const std::size_t end = std::min(listed.size(), top + page);
    Rows rows{heading(tr("sites {from}-{to} of {n}, problems first",
                         {{"from", std::to_string(listed.empty() ? 0 : top + 1)},
                          {"to", std::to_string(end)},
                          {"n", std::to_string(listed.size())}}) +
                          (console_.filter_.empty() ? "" : "  /" + console_.filter_),
                      size_.columns)};
    Globals narrow = globals_;
    narrow.colour = false;
    narrow.columns = std::max<std::size_t>(size_.columns, 60) - kSignColumns;
    for (std::size_t i = top; i < end; ++i) {
        const bool chosen = listed[i] == console_.cursor_;
        const auto line = siteLine(shown[i], narrow, owners);
        rows.push_back({{chosen ? "> " : "  ", Mark::strong},
                        {line.text,
                         chosen       ? Mark::chosen
                         : line.shade ? markOf(*line.shade)
                                      : Mark::plain}});
    }
    return rows;
}

View::Rows View::candidates(std::size_t room) const {
    const auto& all = console_.prompt_->candidates();
    Rows rows{heading(tr("\"{word}\" may be {n} sites: press the number",
                         {{"word", console_.prompt_->text()}, {"n", std::to_string(all.size())}}),
                      size_.columns)};
    const std::size_t shown = std::min({all.size(), kMostCandidates, room > 2 ? room - 2 : 1});
    for (std::size_t i = 0; i < shown; ++i) {
        const auto* site = console_.site(all[i].id.value);
        rows.push_back({{"  " + std::to_string(i + 1) + ") ", Mark::strong},
                        {readBack(all[i]), Mark::plain},
                        {site == nullptr ? "" : "  " + stateText(site->state()), Mark::faint}});
    }
    if (all.size() > shown) {
        rows.push_back(
            {{"  " + tr("… and {n} more: type on", {{"n", std::to_string(all.size() - shown)}}),
              Mark::warning}});
    }
    return rows;
}

View::Rows View::help(std::size_t room) const {
    struct Known {
        const char* key;
        const char* text;
    };

    static const std::vector<Known> kKeys = {
        {"n  N", later("the next cue of the script, the one before")},
        {"r  c", later("the chair asks for a site: stamps the time; no longer wants it")},
        {"t",
         later("on air: the site the chair asks for, else the one got ready, else asks its name")},
        {"b", later("back to the main site")},
        {"p", later("get a site ready")},
        {"m  M", later("mute all but the chair and who is on air; one site on or off")},
        {"s", later("you see and hear the site: ends its clock")},
        {"a  y", later("acknowledge a message; carry out the master's order")},
        {"w", later("why something was shown outside the script")},
        {"/",
         later("show only some sites; ↑ ↓ PgUp PgDn Home End scroll, Tab takes the chosen site")},
        {"Esc", later("leaves a line, a choice, this help; shows all sites again")},
        {"^L q", later("draw anew; q twice leaves, the session goes on")},
    };
    Rows rows{heading(tr("keys"), size_.columns)};
    for (const auto& [key, text] : kKeys) {
        if (rows.size() < room) {
            rows.push_back({{"  " + padded(key, 6), Mark::strong}, {tr(text), Mark::plain}});
        }
    }
    return rows;
}

Row View::line(Screen& screen, std::size_t row) const {
    if (!console_.prompt_) {
        if (!console_.notice_) {
            return {};
        }
        const auto& notice = *console_.notice_;
        const auto at = std::chrono::floor<std::chrono::microseconds>(notice.at.time_since_epoch());
        return {{timeOfDay(at.count()) + " ", Mark::faint}, {notice.text, notice.mark}};
    }
    const auto& prompt = *console_.prompt_;
    Row shown{{promptText(prompt.purpose()), Mark::strong}, {prompt.text(), Mark::plain}};
    // The end of a long line is what is typed.
    const std::size_t width = widthOf(shown);
    screen.cursor = Place{row, std::min(width, size_.columns - 1)};
    return shown;
}

Row View::readBackRow() const {
    const auto& found = *console_.preview_;
    if (found.site) {
        const auto* here = console_.site(found.site->id.value);
        return {{"= " + readBack(*found.site), Mark::good},
                {"  " + (here == nullptr ? tr("not in the conference") : stateText(here->state())),
                 Mark::faint}};
    }
    if (!found.candidates.empty()) {
        return {{"? " + tr("{n} sites: Enter shows them",
                           {{"n", std::to_string(found.candidates.size())}}),
                 Mark::warning}};
    }
    const auto advice = serverText(found.advice, globals_.language);
    return {{"✗ " + serverText(found.refusal, globals_.language) +
                 (advice.empty() ? "" : "  → " + advice),
             Mark::bad}};
}

Row View::keys() {
    return {{tr("n next  t on air  b back  r asked  p ready  m mute  a ack  / find  ? keys"),
             Mark::faint}};
}

}  // namespace mcu::cli::console
