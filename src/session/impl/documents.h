// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/document.h"
#include "session/impl/book.h"

namespace mcu::session {

struct CheckProgress;

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
/// Results of the technical checks: of the sites a query's filter wants.
[[nodiscard]] Table checksTable(const SessionState& session, const Query& query, Language say);
[[nodiscard]] Document checksDocument(const SessionState& session,
                                      const Query& query,
                                      Language say);
/// Everything measured of one site.
[[nodiscard]] Result<Document> checkDocument(const SessionState& session,
                                             const std::string& word,
                                             Language say);
/// How far the checks under way are.
[[nodiscard]] Document checkRunDocument(const SessionState& session,
                                        const CheckProgress& progress,
                                        WallTime now,
                                        Language say);
/// DOC-04: the summary form of the checks.
[[nodiscard]] Document checkFormDocument(const SessionState& session,
                                         const Levels& levels,
                                         Language say);
/// The drills, newest last, and how far the one under way is (PL5-04).
[[nodiscard]] Document drillDocument(const SessionState& session, std::size_t left, Language say);
[[nodiscard]] Table drillTable(const SessionState& session, Language say);
/// Count, median, p95, longest.
[[nodiscard]] Facts drillFacts(const SessionState& session, Language say);
/// Who wants to speak, who spoke.
[[nodiscard]] Document floorDocument(const SessionState& session, Language say);
/// Linked and foreign MCUs against the plan and this server (PL3-01).
[[nodiscard]] Document interopDocument(const SessionState& session, Language say);
[[nodiscard]] Table interopTable(const SessionState& session, Language say);
/// Foreign MCUs, and when who checked them (ORG-02).
[[nodiscard]] Document upstreamDocument(const SessionState& session, Language say);
/// "khớp", of a whole MCU in one word; empty: not compared.
[[nodiscard]] Cell interopVerdict(const SessionState& session,
                                  const std::string& mcu,
                                  Language say);
/// DOC-05.
[[nodiscard]] Document mcuDocument(const SessionState& session, Language say);
/// DOC-07, DOC-08: contacts of rooms and technicians.
[[nodiscard]] Document contactsDocument(const SessionState& session, Language say);
/// DOC-09, without secrets.
[[nodiscard]] Document connectionDocument(const SessionState& session, Language say);
/// DOC-15, TIM-09.
[[nodiscard]] Document onCallDocument(const SessionState& session, Language say);
/// DOC-11: incidents, losses of connection and notes.
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
/// D.5, 6.
[[nodiscard]] Table qualityTable(const SessionState& session, Language say);
/// How many sites had which grade.
[[nodiscard]] Facts qualityFacts(const SessionState& session, Language say);
/// D.5, 9.
[[nodiscard]] Table preflightTable(const SessionState& session, Language say);
/// "Điểm cầu mã hóa" for "media".
[[nodiscard]] std::string preflightItemText(const std::string& name, Language say);
/// GEN-01: how the server is secured, with what each line is evidence for.
[[nodiscard]] Document securityDocument(const HostFacts& host,
                                        const std::string& server,
                                        WallTime now,
                                        Language say);
[[nodiscard]] Table cueTable(const SessionState& session, Language say);

[[nodiscard]] Table checkFormTable(const SessionState& session, const Levels& levels, Language say);

/// Of the sites that count.
struct CheckCounts {
    std::size_t of = 0;
    std::size_t passed = 0;
    std::size_t failed = 0;

    [[nodiscard]] std::size_t checked() const { return passed + failed; }
};

[[nodiscard]] CheckCounts checkCounts(const SessionState& session);
/// "đã kiểm tra 118/126 · đạt 111 ...".
[[nodiscard]] std::string checkCountsText(const CheckCounts& counts, Language say);
/// "Đạt".
[[nodiscard]] std::string verdictText(Verdict verdict, Language say);
/// "vắng" for "absent".
[[nodiscard]] std::string presenceText(const std::string& state, Language say);
[[nodiscard]] std::string decimalText(double value, int digits, Language say);
[[nodiscard]] std::string spanText(std::chrono::seconds span, Language say);
[[nodiscard]] Document documentOf(const char* key, std::string title, Language say);
[[nodiscard]] std::string siteName(const SessionState& session, const std::string& site);

}  // namespace mcu::session
