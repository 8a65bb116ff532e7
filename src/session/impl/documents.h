// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/document.h"
#include "session/impl/book.h"

namespace mcu::session {

/// A document in its format; refused when there is none of that name.
[[nodiscard]] Result<std::string> readDocument(const Book& book, const Query& query);

// The documents, each from the state of a session.
[[nodiscard]] Document plansDocument(const Book& book, Language say);
[[nodiscard]] Document planDocument(const Book& book, const SessionState& session, Language say);
/// DOC-06.
[[nodiscard]] Document cascadeDocument(const SessionState& session,
                                       const Levels& levels,
                                       Language say);
[[nodiscard]] Document noticeDocument(const SessionState& session,
                                      const std::string& recipient,
                                      const std::string& channel,
                                      Language say);
[[nodiscard]] Document deadlinesDocument(const SessionState& session, WallTime now, Language say);
[[nodiscard]] Document scriptDocument(const SessionState& session, Language say);
[[nodiscard]] Document rollCallDocument(const SessionState& session,
                                        const Levels& levels,
                                        Language say);
[[nodiscard]] Document readinessDocument(const SessionState& session, Language say);
/// DOC-05.
[[nodiscard]] Document mcuDocument(const SessionState& session, Language say);
/// DOC-07, DOC-08: contacts of rooms and technicians.
[[nodiscard]] Document contactsDocument(const SessionState& session, Language say);
/// DOC-09, without secrets.
[[nodiscard]] Document connectionDocument(const SessionState& session, Language say);
/// DOC-15, TIM-09.
[[nodiscard]] Document onCallDocument(const SessionState& session, Language say);
/// DOC-11: faults and notes.
[[nodiscard]] Document incidentsDocument(const SessionState& session, Language say);
/// DOC-12 (D.5).
[[nodiscard]] Document reportDocument(const SessionState& session,
                                      const Levels& levels,
                                      WallTime now,
                                      Language say);

// Tables the report shares with documents of their own.
[[nodiscard]] Table deadlineTable(const SessionState& session, WallTime now, Language say);
[[nodiscard]] Table agreementTable(const SessionState& session, Language say);
[[nodiscard]] Table cascadeTable(const SessionState& session, const Levels& levels, Language say);
[[nodiscard]] Table deviationTable(const SessionState& session, Language say);
[[nodiscard]] Table callTable(const SessionState& session, Language say);
[[nodiscard]] Table incidentTable(const SessionState& session, Language say);
[[nodiscard]] Table cueTable(const SessionState& session, Language say);

/// "vắng" for "absent".
[[nodiscard]] std::string presenceText(const std::string& state, Language say);
[[nodiscard]] std::string decimalText(double value, int digits, Language say);
[[nodiscard]] std::string spanText(std::chrono::seconds span, Language say);
[[nodiscard]] Document documentOf(const char* key, std::string title, Language say);
[[nodiscard]] std::string siteName(const SessionState& session, const std::string& site);

}  // namespace mcu::session
