// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/impl/asio.h"

#include <cstring>

namespace mcu::h323 {

NetAddress fromAsio(const asio::ip::tcp::endpoint& endpoint) {
    sockaddr_storage storage{};
    std::memcpy(&storage, endpoint.data(), std::min(endpoint.size(), sizeof storage));
    return NetAddress::fromSockaddr(storage);
}

asio::ip::tcp::endpoint toAsio(const NetAddress& address) {
    std::error_code bad;
    const auto host = asio::ip::make_address(address.host(), bad);
    return {bad ? asio::ip::address() : host, address.port()};
}

}  // namespace mcu::h323
