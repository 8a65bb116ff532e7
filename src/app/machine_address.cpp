// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/machine_address.h"

#include <cstring>
#include <ifaddrs.h>
#include <memory>
#include <net/if.h>

namespace mcu::app {

namespace {

bool usable(const ifaddrs& interface, int family) {
    return interface.ifa_addr != nullptr && interface.ifa_addr->sa_family == family &&
           (interface.ifa_flags & IFF_UP) != 0 && (interface.ifa_flags & IFF_LOOPBACK) == 0;
}

bool linkLocal(const sockaddr_storage& address) {
    return address.ss_family == AF_INET6 &&
           IN6_IS_ADDR_LINKLOCAL(&reinterpret_cast<const sockaddr_in6&>(address).sin6_addr) != 0;
}

}  // namespace

Result<NetAddress> machineAddress() {
    ifaddrs* raw = nullptr;
    if (getifaddrs(&raw) != 0) {
        return Error(ErrorCode::unavailable, "the addresses of this machine cannot be read");
    }
    const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> list(raw, &freeifaddrs);
    for (const int family : {AF_INET, AF_INET6}) {
        for (const auto* interface = list.get(); interface != nullptr;
             interface = interface->ifa_next) {
            if (!usable(*interface, family)) {
                continue;
            }
            sockaddr_storage storage{};
            std::memcpy(&storage,
                        interface->ifa_addr,
                        family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6));
            if (!linkLocal(storage)) {
                auto address = NetAddress::fromSockaddr(storage);
                address.setPort(0);
                return address;
            }
        }
    }
    return Error(ErrorCode::unavailable,
                 "this machine has no address but loopback",
                 "set media.address, for a trial to 127.0.0.1");
}

}  // namespace mcu::app
