// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <memory>

#include "h323/impl/wire.h"
#include "h323/q931/tpkt.h"

namespace mcu::h323 {

/// A connection over TCP or TLS that carries TPKTs: call signalling or H.245. Reads what comes,
/// writes what is given in order, ends on a bad header, a packet over the limit or a peer that
/// takes nothing. Thread: h323. Handlers may close it; none is called after close().
class Connection : public std::enable_shared_from_this<Connection> {
public:
    struct Handlers {
        std::function<void(const Octets& packet)> onPacket;
        /// The peer closed it, or it broke; `why` in words. Called once, not after close().
        std::function<void(const std::string& why)> onClosed;
    };

    Connection(std::unique_ptr<Wire> wire, std::size_t mostPacketBytes);

    /// Begins to read, once TLS is agreed where there is TLS, or hands what comes from now on to
    /// another owner.
    void start(Handlers handlers);
    /// Queues a packet; its TPKT header is added.
    void send(const Octets& packet);
    /// Writes what is queued, then closes; handlers are forgotten at once.
    void close();
    /// Closes now.
    void abort();

    [[nodiscard]] const NetAddress& remote() const { return remote_; }

    [[nodiscard]] const NetAddress& local() const { return local_; }

    /// Over TLS.
    [[nodiscard]] bool secure() const { return wire_->secure(); }

    /// What is sent and received goes its way: over TLS, once that is agreed.
    [[nodiscard]] bool ready() const { return ready_; }

private:
    void begin();
    void read();
    void onRead(std::error_code error, std::size_t count);
    void write();
    void broken(const std::string& why);
    void shut();

    std::unique_ptr<Wire> wire_;
    asio::steady_timer linger_;
    NetAddress remote_;
    NetAddress local_;
    TpktReader reader_;
    Handlers handlers_;
    std::array<std::uint8_t, 4096> buffer_{};
    std::deque<Octets> outgoing_;
    std::size_t queued_ = 0;
    bool reading_ = false;
    bool ready_ = false;  ///< TLS is agreed, or there is none
    bool closing_ = false;
    bool open_ = true;
};

}  // namespace mcu::h323
