// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "conference/actor.h"
#include "conference/command.h"
#include "session/act.h"
#include "session/overview.h"

namespace mcu::session {

/// What came of an act.
struct Outcome {
    std::string message;  ///< English sentence
    std::vector<std::string> warnings;
    std::string session;  ///< it was about
};

/// Which document, and how.
struct Query {
    std::string document;  ///< "registry", "site" ...
    std::string session;
    bool vietnamese = true;
    std::string format;
    bool byteOrderMark = false;
    char separator = ',';
    std::map<std::string, std::string> filter;
    std::optional<HostFacts> host = std::nullopt;  ///< of "sec-report"

    [[nodiscard]] std::string filtered(const std::string& name) const {
        const auto found = filter.find(name);
        return found == filter.end() ? std::string() : found->second;
    }
};

/// The gate to the sessions, on the control thread.
class Service {
public:
    using Done = std::function<void(Result<Outcome>)>;

    virtual ~Service() = default;

    /// Carries out an act; `done` runs on the control thread once what it changed is on disk.
    virtual void execute(const conference::Actor& actor, const Act& act, Done done) = 0;

    /// Whether the script of a session under way lets a command through, asked before it is carried
    /// out (GEN-02, policy `deny`).
    [[nodiscard]] virtual Status mayDo(const conference::Command& command) const = 0;
    /// A command was carried out on these sites: what was outside the script is written down, with
    /// who; why is an act of its own (GiveReason). `done` runs with what to add to the answer,
    /// which may be nothing.
    virtual void noteDone(const conference::Actor& actor,
                          const conference::Command& command,
                          const std::vector<SiteId>& sites,
                          std::function<void(std::string)> done) = 0;

    /// A session on one screen; of no id, the one under way, else the only one that has not ended.
    [[nodiscard]] virtual Result<Overview> overview(const std::string& session) const = 0;
    /// A document in its format.
    [[nodiscard]] virtual Result<std::string> read(const Query& query) const = 0;
};

}  // namespace mcu::session
