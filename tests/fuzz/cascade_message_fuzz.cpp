// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes a peer of the cascade may send: validated, and what passes is taken in.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "cascade/impl/check_traffic.h"
#include "cascade/impl/incident_log.h"
#include "cascade/impl/incident_wire.h"
#include "cascade/impl/order_book.h"
#include "cascade/impl/roster_copy.h"
#include "cascade/impl/roster_source.h"
#include "cascade/impl/session_wire.h"
#include "cascade/impl/validate.h"
#include "cascade/impl/wire_codec.h"

namespace {

using namespace mcu;
using namespace mcu::cascade;

/// Whatever passes is merged in any order, and can be told on.
void takeIncidents(const wire::Incidents& message) {
    for (const auto& each : message.incidents()) {
        const auto theirs = fromWire(each, ConferenceId{"hop"});
        auto mine = theirs;
        (void)incident::merge(mine, theirs);
        wire::FromSlave told;
        toWire(mine, *told.mutable_incidents()->add_incidents());
        if (!validate(told)) {
            __builtin_trap();
        }
    }
}

void asMaster(const std::uint8_t* data, std::size_t size) {
    wire::FromSlave message;
    if (!message.ParseFromArray(data, static_cast<int>(size)) || !validate(message)) {
        return;
    }
    static RosterCopy copy;
    static IncidentIntake intake;
    (void)copy.onPage(message.roster_page(), WallTime{});
    (void)copy.onDelta(message.roster_delta(), WallTime{});
    (void)intake.take(message.event_log(), 1);
    takeIncidents(message.incidents());
    for (const auto& answer : message.session_answers().answers()) {
        wire::FromSlave told;
        toWire(fromWire(answer), *told.mutable_session_answers()->add_answers());
        if (!validate(told)) {
            __builtin_trap();
        }
    }
    for (const auto& result : message.check_results().results()) {
        wire::FromSlave told;
        toWire(fromWire(result), *told.mutable_check_results()->add_results());
        if (!validate(told)) {
            __builtin_trap();
        }
    }
}

/// What passes can be told on.
void takeSessions(const wire::FromMaster& message) {
    static PlanIntake plans;
    if (message.has_plan_part()) {
        (void)plans.take(message.plan_part());
    }
    if (message.has_session_place()) {
        wire::FromMaster told;
        toWire(fromWire(message.session_place()), *told.mutable_session_place());
        if (!validate(told)) {
            __builtin_trap();
        }
    }
}

void asSlave(const std::uint8_t* data, std::size_t size) {
    wire::FromMaster message;
    if (!message.ParseFromArray(data, static_cast<int>(size)) || !validate(message)) {
        return;
    }
    (void)fromWire(message.programme());
    takeIncidents(message.incidents());
    takeSessions(message);
    if (!message.has_order()) {
        return;
    }
    static const RealClock clock;
    RosterSource roster;
    std::vector<conference::FarSite> sites(1);
    sites[0].record.id = SiteId{"x.1"};
    sites[0].owner = McuId{"m"};
    (void)roster.update(sites, WallTime{});
    OrderBook book(McuId{"m"},
                   clock,
                   roster,
                   {[](const wire::OrderReport&) {},
                    [](int, const conference::Selection&) -> Status { return {}; },
                    [](const Notice&) {}});
    book.begin(message.order().session(), 2);
    book.onOrder(message.order());
    book.onOrder(message.order());
    (void)book.statuses();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    asMaster(data, size);
    asSlave(data, size);
    return 0;
}
