// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>

#include "session/act.h"
#include "session/impl/book.h"

namespace mcu::session {

// One act each; what the acts say is in English, with patterns in mcuctl.

void carryOut(Book& book, const conference::Actor& actor, const ImportPlan& act, Book::Done done);
void carryOut(Book& book, const conference::Actor& actor, const CreateAdHoc& act, Book::Done done);
void carryOut(Book& book, const conference::Actor& actor, const AgreePlan& act, Book::Done done);
void carryOut(Book& book, const conference::Actor& actor, const SendNotices& act, Book::Done done);
void carryOut(Book& book, const conference::Actor& actor, const MarkNotice& act, Book::Done done);
void carryOut(Book& book, const conference::Actor& actor, const MarkStep& act, Book::Done done);
void carryOut(Book& book, const conference::Actor& actor, const StartSession& act, Book::Done done);
void carryOut(Book& book, const conference::Actor& actor, const EndSession& act, Book::Done done);
void carryOut(Book& book, const conference::Actor& actor, const StepScript& act, Book::Done done);
void carryOut(Book& book, const conference::Actor& actor, const GiveReason& act, Book::Done done);
void carryOut(Book& book,
              const conference::Actor& actor,
              const GiveLateReason& act,
              Book::Done done);
void carryOut(Book& book, const conference::Actor& actor, const RollCall& act, Book::Done done);
void carryOut(Book& book,
              const conference::Actor& actor,
              const CheckReadiness& act,
              Book::Done done);
void carryOut(Book& book, const conference::Actor& actor, const CheckInterop& act, Book::Done done);
void carryOut(Book& book, const conference::Actor& actor, const ExcludeSite& act, Book::Done done);
void carryOut(Book& book, const conference::Actor& actor, const AskFloor& act, Book::Done done);
void carryOut(Book& book, const conference::Actor& actor, const GiveFloor& act, Book::Done done);
void carryOut(Book& book, const conference::Actor& actor, const DenyFloor& act, Book::Done done);
void carryOut(Book& book, const conference::Actor& actor, const AddNote& act, Book::Done done);

/// A text people wrote; refused when it is empty, too long or holds control characters.
[[nodiscard]] Status checkText(const std::string& text, const char* what);

/// The site of the plan that a word names (C.3).
[[nodiscard]] Result<std::string> siteOf(const SessionState& session, const std::string& word);

/// Calls of the chair that have ended and are not written down yet, as records.
[[nodiscard]] std::vector<Record> newChairCalls(Book& book,
                                                const SessionState& session,
                                                bool alsoOpen);
/// Sites that came or went since, as records.
[[nodiscard]] std::vector<Record> attendanceChanges(const Book& book,
                                                    const SessionState& session,
                                                    const conference::ConferenceStatus& conference,
                                                    const std::set<std::string>& onAirBefore = {});
/// What was measured of lines, as a record.
[[nodiscard]] Record qualityRecord(const Book& book,
                                   const SessionState& session,
                                   const LineQualities& measured);

}  // namespace mcu::session
