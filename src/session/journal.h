// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace mcu::session {

/// One thing that happened in a session. The records of a session, in order, are its whole state:
/// what was told done is a record on disk, and the report is made from nothing else.
struct Record {
    std::string session;
    std::uint64_t number = 0;  ///< of the session, rises by one
    WallTime at{};
    std::string kind;  ///< "plan.agreed", "cue.taken" ...
    std::string actor;
    std::string organisation;
    std::string subject;  ///< a site, an organisation, a cue; as the kind says
    std::string text;     ///< what people wrote: a reason, a note
    std::map<std::string, std::string> fields;

    [[nodiscard]] std::string field(const std::string& name) const {
        const auto found = fields.find(name);
        return found == fields.end() ? std::string() : found->second;
    }
};

/// A version of a plan as it was imported, byte for byte.
struct PlanVersion {
    std::string session;
    int version = 0;   ///< from 1
    std::string hash;  ///< SHA-256 of text and sites, hexadecimal
    std::string text;
    std::string sites;  ///< CSV of its sites as they were then, with what the register said
    WallTime at{};
    std::string actor;
};

struct StoredSessions {
    std::string registry;  ///< CSV as written by writeRegistry; empty: none
    std::vector<PlanVersion> plans;
    std::vector<Record> records;  ///< of each session in order
};

/// Changes that are written together or not at all.
struct SessionChange {
    std::optional<std::string> registry;
    std::vector<PlanVersion> plans;
    std::vector<Record> records;
};

/// Where sessions are kept. Implemented by `store`. Functions on the control thread; `done` runs
/// there once the change is safe on disk.
class Journal {
public:
    using Done = std::function<void(Status)>;
    virtual ~Journal() = default;

    /// What the run before left. Blocks: call before the control loop runs.
    virtual Result<StoredSessions> loadSessions() = 0;
    virtual void saveSessions(SessionChange change, Done done) = 0;
};

/// Keeps nothing: for a server without a state directory.
class NullJournal final : public Journal {
public:
    Result<StoredSessions> loadSessions() override { return StoredSessions{}; }

    void saveSessions(SessionChange /*change*/, Done done) override { done({}); }
};

}  // namespace mcu::session
