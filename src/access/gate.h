// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "access/needs.h"
#include "access/people.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "conference/actor.h"

namespace mcu::access {

/// Whose a site is.
struct SiteOwner {
    SiteId site;
    std::string organisation;  ///< empty: unknown
    std::string mcu;           ///< it connects to
};

/// An act somebody was refused, for the records.
struct Refusal {
    conference::Actor actor;
    std::string role;  ///< empty: of somebody unknown
    std::string act;   ///< "show"
    std::string right;
    std::string id;            ///< of the error: "access.no-right"
    std::string text;          ///< English
    std::uint64_t before = 0;  ///< the same within the last seconds, not told
};

/// The one place where it is decided whether a person may do an act (decision 0290). Owned by
/// control. Thread: control.
class Gate {
public:
    /// The sites a word may mean, or why it means none. All of them must be in a person's reach.
    using Owners = std::function<Result<std::vector<SiteOwner>>(const std::string& word)>;
    using Listener = std::function<void(const Refusal&)>;

    Gate(std::shared_ptr<const People> people, Owners owners, const Clock& clock, Listener refused)
        : people_(std::move(people)),
          owners_(std::move(owners)),
          clock_(clock),
          refused_(std::move(refused)) {}

    /// Refused with who the person is, its role, and what is needed. A site that nobody has is
    /// refused as the look-up says, and is no matter of rights. `act` names it for the records.
    [[nodiscard]] Status mayDo(const Person& person,
                               const conference::Actor& actor,
                               const std::string& act,
                               const Need& need);
    /// The same without a record of the refusal. On any thread for a need that names no site.
    [[nodiscard]] Status judge(const Person& person,
                               const std::string& name,
                               const Need& need) const;
    /// Somebody nobody knows asked for something.
    void noteUnknown(const Caller& caller, const std::string& act);

    /// Whether a site is the person's own.
    [[nodiscard]] bool reaches(const Person& person, const SiteOwner& site) const;

    /// Acts refused since the start.
    [[nodiscard]] std::uint64_t refusals() const { return refusals_; }

private:
    struct Told {
        SteadyTime at{};
        std::uint64_t since = 0;  ///< refusals not told
    };

    [[nodiscard]] Status judgeSites(const Person& person,
                                    const std::string& who,
                                    const Need& need) const;
    /// Counts, and tells unless it has just been told.
    void tell(Refusal refusal);

    const std::shared_ptr<const People> people_;
    const Owners owners_;
    const Clock& clock_;
    const Listener refused_;
    std::uint64_t refusals_ = 0;
    std::map<std::string, Told> told_;
};

/// Why a caller who is no person of the configuration gets nothing.
[[nodiscard]] Error unknownCaller(const Caller& caller);

}  // namespace mcu::access
