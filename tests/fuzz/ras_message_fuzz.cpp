// SPDX-License-Identifier: GPL-3.0-or-later
// RAS messages of an untrusted network: to a gatekeeper with a registered room, to a client that is
// registered, and the password tokens in them. The first octet says where it comes from.
#include <cstddef>
#include <cstdint>

#include "h323/gatekeeper/gatekeeper.h"
#include "h323/ras/client.h"

namespace {

using namespace mcu;
using namespace mcu::h323;

class StillClock final : public Clock {
public:
    [[nodiscard]] SteadyTime now() const override { return SteadyTime{} + std::chrono::hours(1); }

    [[nodiscard]] WallTime wallNow() const override {
        return WallTime{} + std::chrono::seconds(1'764'450'000);
    }
};

const NetAddress kRoom = *NetAddress::parse("192.0.2.50", 1719);
const NetAddress kGatekeeper = *NetAddress::parse("192.0.2.9", 1719);
const NetAddress kStranger = *NetAddress::parse("198.51.100.7", 4000);

ras::ClientSettings clientSettings() {
    ras::ClientSettings settings;
    settings.gatekeepers = {kGatekeeper};
    settings.names = {"room", "123"};
    settings.rasAddress = kRoom;
    settings.callSignalAddress = *NetAddress::parse("192.0.2.50", 1720);
    settings.password = Secret<std::string>(std::string("secret"));
    return settings;
}

gatekeeper::GatekeeperSettings gatekeeperSettings() {
    gatekeeper::GatekeeperSettings settings;
    settings.ras = kGatekeeper;
    settings.messagesPerSecond = 1e9;
    return settings;
}

/// What one sends reaches the other, until there is silence.
void carry(gatekeeper::Gatekeeper& keeper, ras::RasClient& client, ras::Actions actions) {
    for (int round = 0; round < 8 && !actions.empty(); ++round) {
        ras::Actions next;
        for (const auto& each : actions) {
            const auto* send = std::get_if<ras::Send>(&each);
            if (send == nullptr) {
                continue;
            }
            for (const auto& reply : keeper.receive(kRoom, send->octets).sends) {
                auto more = client.receive(kGatekeeper, reply.octets);
                next.insert(next.end(), more.begin(), more.end());
            }
        }
        actions = std::move(next);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const StillClock clock;
    gatekeeper::Gatekeeper keeper(gatekeeperSettings(), clock);
    keeper.setListed({{"room", {"room", Secret<std::string>(std::string("secret"))}}});
    ras::RasClient client(clientSettings(), clock);
    carry(keeper, client, client.start());
    if (client.status().state != ras::ClientState::registered) {
        __builtin_trap();
    }
    ras::AdmissionCall call;
    call.call = 1;
    call.to = {"room"};
    call.callIdentifier = Octets(16, 1);
    call.conferenceIdentifier = Octets(16, 2);
    carry(keeper, client, client.ask(call));
    const std::span message(data + 1, size - 1);
    const auto& from = (data[0] & 1U) != 0 ? kRoom : kStranger;
    for (const auto& send : keeper.receive(from, message, {}, (data[0] & 2U) != 0).sends) {
        // What we answer must itself be readable.
        if (!ras::readRas(send.octets)) {
            __builtin_trap();
        }
    }
    for (const auto& each :
         client.receive((data[0] & 4U) != 0 ? kGatekeeper : kStranger, message)) {
        const auto* send = std::get_if<ras::Send>(&each);
        if (send != nullptr && !ras::readRas(send->octets)) {
            __builtin_trap();
        }
    }
    carry(keeper, client, client.tick());
    (void)keeper.tick();
    return 0;
}
