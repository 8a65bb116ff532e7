// SPDX-License-Identifier: GPL-3.0-or-later
#include "control/impl/caller.h"

#include <algorithm>

namespace mcu::control {

namespace {

constexpr std::size_t kLongestActorName = 64;

bool printable(const std::string& text) {
    return std::none_of(
        text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

}  // namespace

Result<conference::Actor> actorOf(const hnth::mcu::v1::Actor& given, const std::string& peer) {
    const std::string& name = given.name();
    if (name.empty() || name.size() > kLongestActorName || !printable(name) ||
        given.organisation().size() > kLongestActorName || !printable(given.organisation())) {
        return Error(ErrorCode::invalidArgument,
                     "the command does not say who gives it",
                     "give a name of 1 to 64 bytes as actor",
                     "request.no-actor");
    }
    // "ipv4:192.0.2.4:5051" -> "192.0.2.4:5051"; a unix socket has no address of its own.
    std::string origin = peer.starts_with("unix:") ? "unix" : peer.substr(peer.find(':') + 1);
    return conference::Actor{name, std::move(origin), given.organisation()};
}

}  // namespace mcu::control
