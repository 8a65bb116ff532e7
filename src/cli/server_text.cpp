// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/server_text.h"

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "cli/access_patterns.h"
#include "cli/access_words.h"
#include "cli/certificate_patterns.h"
#include "cli/check_patterns.h"
#include "cli/clock_text.h"
#include "cli/incident_patterns.h"
#include "cli/probe_patterns.h"
#include "cli/request_patterns.h"
#include "cli/server_patterns.h"
#include "cli/session_patterns.h"
#include "cli/text.h"

namespace mcu::cli {

namespace v1 = hnth::mcu::v1;

namespace {

/// The arguments of `text` when it reads like `pattern`; a hole reaches to the first place where
/// the rest can follow.
std::optional<Holes> match(std::string_view text, std::string_view pattern) {
    Holes holes;
    for (;;) {
        const auto open = pattern.find('{');
        if (open == std::string_view::npos) {
            return text == pattern ? std::optional(holes) : std::nullopt;
        }
        if (!text.starts_with(pattern.substr(0, open))) {
            return std::nullopt;
        }
        const auto close = pattern.find('}', open);
        const auto name = pattern.substr(open + 1, close - open - 1);
        text.remove_prefix(open);
        pattern.remove_prefix(close + 1);
        const auto literal = pattern.substr(0, pattern.find('{'));
        const bool last = literal.size() == pattern.size();
        const auto end = literal.empty() ? text.size()
                         : last          ? (text.ends_with(literal) ? text.size() - literal.size()
                                                                    : std::string_view::npos)
                                         : text.find(literal);
        if (end == std::string_view::npos || end == 0) {
            return std::nullopt;
        }
        holes.emplace_back(name, text.substr(0, end));
        text.remove_prefix(end);
    }
}

/// Those of certificates, requests, incidents, probes and sessions first: "{site}: {cause}" at the
/// end of the others takes anything.
const std::vector<const char*>& allPatterns() {
    static const auto kAll = [] {
        std::vector<const char*> all(certificatePatterns().begin(), certificatePatterns().end());
        all.insert(all.end(), accessPatterns().begin(), accessPatterns().end());
        all.insert(all.end(), requestPatterns().begin(), requestPatterns().end());
        all.insert(all.end(), checkPatterns().begin(), checkPatterns().end());
        all.insert(all.end(), incidentPatterns().begin(), incidentPatterns().end());
        all.insert(all.end(), probePatterns().begin(), probePatterns().end());
        all.insert(all.end(), sessionPatterns().begin(), sessionPatterns().end());
        all.insert(all.end(), serverPatterns().begin(), serverPatterns().end());
        return all;
    }();
    return kAll;
}

using Word = std::pair<std::string_view, const char*>;

/// Sites stand in sentences as "NAME (LEVEL, ID)": the level in the operator's words.
std::string withLevels(std::string text) {
    for (const char* level : {"government", "province", "district", "commune"}) {
        const std::string english = std::string("(") + level + ", ";
        for (auto at = text.find(english); at != std::string::npos;
             at = text.find(english, at + 1)) {
            text.replace(at, english.size(), "(" + levelText(level) + ", ");
        }
    }
    return text;
}

/// "a, b or c" of a sentence.
std::string alternativesText(std::string words) {
    constexpr std::string_view kOr = " or ";
    if (const auto at = words.rfind(kOr); at != std::string::npos) {
        words.replace(at, kOr.size(), " " + tr("or") + " ");
    }
    return words;
}

template <std::size_t N>
std::string wordText(const std::array<Word, N>& words, std::string_view word) {
    for (const auto& [english, text] : words) {
        if (english == word) {
            return tr(text);
        }
    }
    return std::string(word);
}

}  // namespace

std::string serverText(std::string_view english, const std::string& language) {
    if (language == "en") {
        return std::string(english);
    }
    for (const char* pattern : allPatterns()) {
        if (auto holes = match(english, pattern)) {
            // A cause or a list inside a sentence may itself be a known sentence.
            for (auto& [name, value] : *holes) {
                value = withLevels(value);
                if (name == "state") {
                    value = requestStateText(value);
                }
                if (name == "role") {
                    value = roleText(value);
                }
                if (name == "roles") {
                    value = rolesText(value);
                }
                if (name == "right") {
                    value = rightText(value);
                }
                if (name == "words") {
                    value = alternativesText(value);
                }
                if (name == "cause") {
                    value = value.find(' ') == std::string::npos ? causeText(value)
                                                                 : serverText(value, language);
                }
            }
            return tr(pattern, *holes);
        }
    }
    return std::string(english);
}

std::string stateText(v1::SiteState state) {
    switch (state) {
        case v1::SITE_STATE_ABSENT:
            return tr("absent");
        case v1::SITE_STATE_DIALLING:
            return tr("dialling");
        case v1::SITE_STATE_RINGING:
            return tr("ringing");
        case v1::SITE_STATE_CONNECTING:
            return tr("connecting");
        case v1::SITE_STATE_CONNECTED:
            return tr("connected");
        case v1::SITE_STATE_LOST:
            return tr("LOST");
        case v1::SITE_STATE_WAITING:
            return tr("waiting");
        case v1::SITE_STATE_FAILED:
            return tr("FAILED");
        default:
            return "?";
    }
}

std::string encryptionText(v1::Encryption encryption) {
    switch (encryption) {
        case v1::ENCRYPTION_DISABLED:
            return tr("disabled");
        case v1::ENCRYPTION_REQUIRED:
            return tr("required");
        default:
            return tr("preferred");
    }
}

std::string policyText(v1::Policy policy) {
    switch (policy) {
        case v1::POLICY_AUTO:
            return tr("auto");
        case v1::POLICY_CONFIRM:
            return tr("confirm");
        case v1::POLICY_MANUAL:
            return tr("manual");
        default:
            return "?";
    }
}

std::string levelText(std::string_view level) {
    static constexpr std::array<Word, 4> kLevels = {{{"government", later("government")},
                                                     {"province", later("province")},
                                                     {"district", later("district")},
                                                     {"commune", later("commune")}}};
    return wordText(kLevels, level);
}

std::string reasonText(std::string_view reason) {
    static constexpr std::array<Word, 11> kReasons = {{{"operator", later("operator")},
                                                       {"show", later("show")},
                                                       {"fallback", later("back to the main site")},
                                                       {"cascade", later("cascade")},
                                                       {"up-link", later("up-link")},
                                                       {"voice", later("voice")},
                                                       {"poll", later("poll")},
                                                       {"lost", later("replaces a lost site")},
                                                       {"chair", later("chair looks")},
                                                       {"broadcast", later("broadcast")},
                                                       {"automatic", later("automatic")}}};
    return wordText(kReasons, reason);
}

std::string causeText(std::string_view cause) {
    static constexpr std::array<Word, 13> kCauses = {
        {{"normal", later("hung up")},
         {"busy", later("busy")},
         {"no-answer", later("no answer")},
         {"declined", later("declined")},
         {"not-found", later("address unknown")},
         {"unreachable", later("unreachable")},
         {"forbidden", later("not let in")},
         {"no-common-codec", later("no common codec")},
         {"encryption-required", later("no encryption offered")},
         {"media-timeout", later("no media")},
         {"session-expired", later("session expired")},
         {"protocol-error", later("protocol error")},
         {"local-shutdown", later("server stopped")}}};
    return wordText(kCauses, cause);
}

std::string withoutNoun(const std::string& name) {
    constexpr std::string_view kNoun = "Điểm cầu ";
    return name.starts_with(kNoun) ? name.substr(kNoun.size()) : name;
}

std::string siteText(const std::string& described) {
    return withoutNoun(withLevels(described));
}

std::string viewText(std::string_view view) {
    if (view == "programme") {
        return tr("programme");
    }
    if (view == "chair") {
        return tr("chair's view");
    }
    return view.starts_with("site:") ? std::string(view.substr(5)) : std::string(view);
}

}  // namespace mcu::cli
