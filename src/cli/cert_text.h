// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "cli/session.h"
#include "pki/certificate.h"

namespace mcu::cli {

// How certificates read on the screen and in JSON.

/// A JSON object with its fields in the order they are given.
class JsonFields {
public:
    JsonFields& text(std::string_view name, std::string_view value);
    JsonFields& number(std::string_view name, long value);
    JsonFields& flag(std::string_view name, bool value);
    /// A time as "2026-11-24T12:00:00Z".
    JsonFields& time(std::string_view name, WallTime value);
    /// JSON as it is.
    JsonFields& raw(std::string_view name, std::string_view json);

    [[nodiscard]] std::string object() const { return "{" + fields_ + "}"; }

private:
    std::string fields_;
};

/// Rows of a label and a value, the values below each other.
class Rows {
public:
    Rows& add(const std::string& label, std::string value, std::string note = {});
    [[nodiscard]] std::string text(const Globals& globals) const;

private:
    struct Row {
        std::string label;
        std::string value;
        std::string note;  ///< may carry colours
    };

    std::vector<Row> rows_;
};

/// "24/11/2026 19:00", in the machine's time zone.
[[nodiscard]] std::string dayText(WallTime time);

/// "396 days left", "expired 3 days ago", in the colour of its urgency.
[[nodiscard]] std::string daysLeftText(long days, const Globals& globals);
/// Days at which it is time to renew, and high time.
inline constexpr long kDaysWarning = 30;
inline constexpr long kDaysUrgent = 7;

/// id, issuer, serial, times and fingerprint of a certificate.
void addFacts(Rows& rows, const pki::CertificateFacts& facts, WallTime now, const Globals& globals);
void addFacts(JsonFields& json, const pki::CertificateFacts& facts, WallTime now);

/// "✓ TEXT", and what to do next, each a line.
[[nodiscard]] std::string doneText(const Globals& globals, const std::string& text);
[[nodiscard]] std::string nextText(const Globals& globals, const std::string& text);

/// Reports why something was not done, as the other verbs do: a sentence and advice, or with --json
/// a CommandReply.
Exit refuse(Session& session, const Error& error);

}  // namespace mcu::cli
