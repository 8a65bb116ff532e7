// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/console/prompt.h"

#include <algorithm>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/fold.h"

namespace mcu::cli::console {

namespace {

constexpr std::size_t kLongest = 400;

/// Takes the last character away, with the marks that stand on it.
void dropLast(std::string& text) {
    auto at = static_cast<std::int32_t>(text.size());
    while (at > 0) {
        UChar32 point = 0;
        // NOLINTNEXTLINE(bugprone-inc-dec-in-conditions): the macro of ICU does it
        U8_PREV(reinterpret_cast<const std::uint8_t*>(text.data()), 0, at, point);
        if (point < 0 || u_charType(point) != U_NON_SPACING_MARK) {
            break;
        }
    }
    text.resize(static_cast<std::size_t>(at));
}

/// Whether a word alone would mean this site.
bool means(const conference::SiteRecord& site, const std::string& word) {
    conference::SiteDirectory one;
    return one.put(site) && one.resolve(word);
}

bool holds(const conference::SiteRecord& site, const std::string& folded) {
    auto within = [&](const std::string& text) {
        return fold(text).find(folded) != std::string::npos;
    };
    return within(site.id.value) || within(site.name) || within(site.shortName) ||
           std::any_of(site.aliases.begin(), site.aliases.end(), within);
}

}  // namespace

bool namesSite(Purpose purpose) {
    return purpose != Purpose::filter && purpose != Purpose::reason;
}

Found lookUp(const conference::SiteDirectory& directory,
             const std::vector<conference::SiteRecord>& sites,
             const std::string& word) {
    Found found;
    const auto meant = directory.resolve(word);
    if (meant) {
        found.site = *directory.find(*meant);
        return found;
    }
    found.refusal = meant.error().message;
    found.advice = meant.error().advice;
    const std::string folded = fold(word);
    if (folded.empty()) {
        return found;
    }
    const bool ambiguous = meant.error().code == ErrorCode::ambiguous;
    for (const auto& site : sites) {
        if (ambiguous ? means(site, word) : holds(site, folded)) {
            found.candidates.push_back(site);
        }
    }
    return found;
}

bool Prompt::type(const Key& key) {
    if (key.kind == Key::Kind::backspace) {
        dropLast(text_);
    } else if (key.kind == Key::Kind::text) {
        text_ += text_.size() < kLongest ? key.text : "";
    } else {
        return false;
    }
    candidates_.clear();
    return true;
}

void Prompt::replace(std::string text) {
    text_ = std::move(text);
    candidates_.clear();
}

const conference::SiteRecord* Prompt::chosen(const Key& key) const {
    if (key.kind != Key::Kind::text || key.text.size() != 1 || key.text[0] < '1' ||
        key.text[0] > '9') {
        return nullptr;
    }
    const auto index = static_cast<std::size_t>(key.text[0] - '1');
    return index < std::min(candidates_.size(), kMostCandidates) ? &candidates_[index] : nullptr;
}

}  // namespace mcu::cli::console
