// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/cert_text.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>

#include "cli/json.h"
#include "cli/server_text.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

std::string formatted(const std::tm& parts, const char* pattern) {
    std::array<char, 40> text{};
    return {text.data(), std::strftime(text.data(), text.size(), pattern, &parts)};
}

std::time_t wholeSeconds(WallTime time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

v1::ErrorCode wireCode(ErrorCode code) {
    // The same list in the same order; see ErrorCode of the API.
    return static_cast<v1::ErrorCode>(static_cast<int>(code) + 1);
}

static_assert(static_cast<int>(ErrorCode::invalidArgument) + 1 ==
              static_cast<int>(v1::ERROR_CODE_INVALID_ARGUMENT));
static_assert(static_cast<int>(ErrorCode::notAllowed) + 1 ==
              static_cast<int>(v1::ERROR_CODE_NOT_ALLOWED));
static_assert(static_cast<int>(ErrorCode::internal) + 1 ==
              static_cast<int>(v1::ERROR_CODE_INTERNAL));

/// A fingerprint is too long for a line of 80 columns: its halves.
std::pair<std::string, std::string> halves(const std::string& fingerprint) {
    const std::size_t half = fingerprint.size() / 2 + 1;
    return fingerprint.size() < 48
               ? std::pair(fingerprint, std::string())
               : std::pair(fingerprint.substr(0, half), fingerprint.substr(half));
}

}  // namespace

JsonFields& JsonFields::raw(std::string_view name, std::string_view json) {
    fields_.append(fields_.empty() ? "" : ",").append(jsonText(name)).append(":").append(json);
    return *this;
}

JsonFields& JsonFields::text(std::string_view name, std::string_view value) {
    return raw(name, jsonText(value));
}

JsonFields& JsonFields::number(std::string_view name, long value) {
    return raw(name, std::to_string(value));
}

JsonFields& JsonFields::flag(std::string_view name, bool value) {
    return raw(name, value ? "true" : "false");
}

JsonFields& JsonFields::time(std::string_view name, WallTime value) {
    const std::time_t whole = wholeSeconds(value);
    std::tm parts{};
    gmtime_r(&whole, &parts);
    return text(name, formatted(parts, "%Y-%m-%dT%H:%M:%SZ"));
}

Rows& Rows::add(const std::string& label, std::string value, std::string note) {
    rows_.push_back({label, std::move(value), std::move(note)});
    return *this;
}

std::string Rows::text(const Globals& globals) const {
    std::size_t labels = 0;
    for (const auto& row : rows_) {
        labels = std::max(labels, widthOf(row.label));
    }
    std::string text;
    for (const auto& row : rows_) {
        text += "  " + shaded(globals, Shade::faint, padded(row.label, labels)) + "  " +
                printable(row.value) + (row.note.empty() || row.value.empty() ? "" : "  ") +
                row.note + "\n";
    }
    return text;
}

std::string dayText(WallTime time) {
    const std::time_t whole = wholeSeconds(time);
    std::tm parts{};
    localtime_r(&whole, &parts);
    return formatted(parts, "%d/%m/%Y %H:%M");
}

std::string daysLeftText(long days, const Globals& globals) {
    const Shade shade = days < kDaysUrgent    ? Shade::bad
                        : days < kDaysWarning ? Shade::warning
                                              : Shade::good;
    const std::string text = days < 0
                                 ? tr("EXPIRED, {days} days ago", {{"days", std::to_string(-days)}})
                                 : tr("{days} days left", {{"days", std::to_string(days)}});
    return shaded(globals, shade, text);
}

void addFacts(Rows& rows,
              const pki::CertificateFacts& facts,
              WallTime now,
              const Globals& globals) {
    if (facts.isCa) {
        rows.add(tr("authority"), facts.subject);
    } else {
        rows.add(tr("MCU id"), facts.mcuId.empty() ? facts.subject : facts.mcuId);
        rows.add(tr("issued by"), facts.issuer);
    }
    rows.add(tr("serial"), facts.serialHex);
    rows.add(tr("valid from"),
             dayText(facts.notBefore),
             now < facts.notBefore ? shaded(globals, Shade::bad, tr("NOT YET")) : std::string());
    rows.add(tr("valid until"),
             dayText(facts.notAfter),
             daysLeftText(pki::daysLeft(facts, now), globals));
    const auto [left, right] = halves(facts.sha256Fingerprint);
    rows.add(tr("fingerprint"), left).add("", right);
}

void addFacts(JsonFields& json, const pki::CertificateFacts& facts, WallTime now) {
    json.text("id", facts.mcuId)
        .text("subject", facts.subject)
        .text("issuer", facts.issuer)
        .flag("authority", facts.isCa)
        .text("serial", facts.serialHex)
        .time("valid_from", facts.notBefore)
        .time("valid_until", facts.notAfter)
        .number("days_left", pki::daysLeft(facts, now))
        .text("fingerprint", facts.sha256Fingerprint);
}

std::string doneText(const Globals& globals, const std::string& text) {
    return shaded(globals, Shade::good, "✓ ") + printable(text) + "\n";
}

std::string nextText(const Globals& /*globals*/, const std::string& text) {
    return "  → " + printable(text) + "\n";
}

Exit refuse(Session& session, const Error& error) {
    if (session.globals().json) {
        v1::CommandReply reply;
        reply.set_message(error.message);
        reply.set_message_id(error.id);
        reply.set_error_code(wireCode(error.code));
        reply.set_advice(error.advice);
        session.out() << toJson(reply) << "\n";
    } else {
        const auto& language = session.globals().language;
        session.complain(serverText(error.message, language), serverText(error.advice, language));
    }
    switch (error.code) {
        case ErrorCode::invalidArgument:
            return Exit::usage;
        case ErrorCode::notAllowed:
            return Exit::notAllowed;
        default:
            return Exit::refused;
    }
}

}  // namespace mcu::cli
