// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/console/key.h"
#include "conference/site_directory.h"

namespace mcu::cli::console {

/// What a line is typed for.
enum class Purpose { request, take, prepare, microphone, filter, reason };

/// Whether the line names a site.
[[nodiscard]] bool namesSite(Purpose purpose);

/// What a word may mean, looked up as the server does (requirement C.3): exactly one site, or
/// numbered candidates to choose from, or nothing with advice. Never a guess: parts of names only
/// offer candidates.
struct Found {
    std::optional<conference::SiteRecord> site;
    std::vector<conference::SiteRecord> candidates;
    std::string refusal;  ///< English
    std::string advice;   ///< English
};

[[nodiscard]] Found lookUp(const conference::SiteDirectory& directory,
                           const std::vector<conference::SiteRecord>& sites,
                           const std::string& word);

/// Candidates shown; of more the technician types on.
inline constexpr std::size_t kMostCandidates = 9;

/// The line at the foot that is typed, inline: the rest of the screen goes on. Plain state.
class Prompt {
public:
    explicit Prompt(Purpose purpose, std::string text = {})
        : purpose_(purpose), text_(std::move(text)) {}

    [[nodiscard]] Purpose purpose() const { return purpose_; }

    [[nodiscard]] const std::string& text() const { return text_; }

    /// Numbered; empty: none asked.
    [[nodiscard]] const std::vector<conference::SiteRecord>& candidates() const {
        return candidates_;
    }

    void offer(std::vector<conference::SiteRecord> candidates) {
        candidates_ = std::move(candidates);
    }

    /// A character, backspace; false: the key is none of the line's.
    bool type(const Key& key);
    void replace(std::string text);

    /// The candidate a digit chooses; null: none.
    [[nodiscard]] const conference::SiteRecord* chosen(const Key& key) const;

private:
    Purpose purpose_;
    std::string text_;
    std::vector<conference::SiteRecord> candidates_;
};

}  // namespace mcu::cli::console
