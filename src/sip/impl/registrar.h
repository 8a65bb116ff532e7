// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "call/outbox.h"
#include "sip/impl/handle.h"
#include "sip/impl/live_counters.h"

namespace mcu::sip {

/// One registered contact.
struct Binding {
    std::string contact;
    std::size_t listener = 0;  ///< on which it came
    SteadyTime expires{};
    SteadyTime probed{};  ///< last OPTIONS sent
};

/// The bindings of RFC 3261 section 10, in memory: rooms register again soon after a restart. Owned
/// by the Stack; thread: sip. Its users are those of the credentials, so its size is bounded by
/// them.
class Registrar {
public:
    Registrar(call::Outbox& outbox, LiveCounters& counters, std::chrono::seconds longest)
        : outbox_(outbox), counters_(counters), longest_(longest) {}

    /// Applies an authenticated REGISTER and returns the Contact header of the 200; empty: no
    /// bindings.
    std::string apply(const std::string& user,
                      const sip_t* request,
                      std::size_t listener,
                      SteadyTime now);
    /// Drops what ran out, telling control.
    void expire(SteadyTime now);
    void forget(const std::string& user);

    /// Calls `probe` for each binding that was not probed for `interval`.
    void forEachDue(SteadyTime now,
                    Duration interval,
                    const std::function<void(const std::string& user, const Binding&)>& probe);

private:
    void tell(const std::string& user, const std::string& contact, Duration expires);

    static constexpr std::size_t kMaxBindings = 4;
    call::Outbox& outbox_;
    LiveCounters& counters_;
    std::chrono::seconds longest_;
    std::map<std::string, std::vector<Binding>> users_;
};

}  // namespace mcu::sip
