// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/net_address.h"
#include "h323/ras/fields.h"

namespace mcu::h323::gatekeeper {

/// One registered room.
struct Registration {
    std::string id;    ///< the endpoint identifier we gave it
    ras::Names names;  ///< as it gave them
    std::string user;  ///< of the site list; empty: unlisted
    NetAddress signalling;
    NetAddress ras;     ///< where it is told things
    NetAddress source;  ///< where its messages come from
    std::string product;
    std::string kind;  ///< "terminal", "mcu", ...
    SteadyTime since{};
    SteadyTime until{};
    std::chrono::seconds timeToLive{0};
    bool authenticated = false;
};

/// The table of registered endpoints with their names. Bounded by the limits its owner checks. A
/// plain value; one thread.
class Registry {
public:
    [[nodiscard]] Registration* find(const std::string& id);
    [[nodiscard]] const Registration* find(const std::string& id) const;
    /// Who has this name now, whatever its case.
    [[nodiscard]] const Registration* byName(std::string_view name) const;
    [[nodiscard]] const Registration* bySignalling(const NetAddress& address) const;
    [[nodiscard]] std::size_t countFrom(const std::string& host) const;

    [[nodiscard]] std::size_t size() const { return entries_.size(); }

    [[nodiscard]] const std::map<std::string, Registration>& all() const { return entries_; }

    /// Adds or replaces the one with the same id.
    Registration& put(Registration registration);
    std::optional<Registration> remove(const std::string& id);
    /// Takes names off a room; what is left of it stays.
    void dropNames(const std::string& id, const ras::Names& names);
    /// Removes and returns those whose time is over.
    std::vector<Registration> expire(SteadyTime now);
    [[nodiscard]] std::optional<SteadyTime> nextEnd() const;

private:
    std::map<std::string, Registration> entries_;
    std::map<std::string, std::string> names_;  ///< folded name -> id
};

}  // namespace mcu::h323::gatekeeper
