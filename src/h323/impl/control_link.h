// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "base/result.h"
#include "h323/impl/connection.h"

namespace mcu::h323 {

/// The separate H.245 connection of a call until it is there: we listen for the peer, connect to
/// it, or both; the first that succeeds is used (H.323 clause 8.2). Thread: h323.
class ControlLink : public std::enable_shared_from_this<ControlLink> {
public:
    struct Ports {
        std::uint16_t first = 0;  ///< 0: the kernel's choice
        std::uint16_t last = 0;
    };

    using Ready = std::function<void(std::shared_ptr<Connection>)>;

    ControlLink(asio::io_context& context, std::size_t mostPacketBytes, Ready ready);

    /// Listens at the host of `near` for a connection from the host of `peer`; the address to tell.
    Result<NetAddress> listen(const NetAddress& near, const NetAddress& peer, const Ports& ports);
    void connect(const NetAddress& peer);
    void close();

    [[nodiscard]] bool connecting() const { return connecting_; }

    [[nodiscard]] const NetAddress& listening() const { return listening_; }

private:
    void accept();
    void use(asio::ip::tcp::socket socket);

    asio::ip::tcp::acceptor acceptor_;
    asio::ip::tcp::socket outgoing_;
    const std::size_t mostPacketBytes_;
    Ready ready_;
    NetAddress peer_;
    NetAddress listening_;
    bool connecting_ = false;
    bool done_ = false;
};

}  // namespace mcu::h323
