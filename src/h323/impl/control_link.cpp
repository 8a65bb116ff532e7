// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/impl/control_link.h"

#include <utility>

#include "base/log.h"

namespace mcu::h323 {

ControlLink::ControlLink(asio::io_context& context, std::size_t mostPacketBytes, Ready ready)
    : acceptor_(context),
      outgoing_(context),
      mostPacketBytes_(mostPacketBytes),
      ready_(std::move(ready)) {}

Result<NetAddress> ControlLink::listen(const NetAddress& near,
                                       const NetAddress& peer,
                                       const Ports& ports) {
    if (listening_.isSet()) {
        return listening_;
    }
    peer_ = peer;
    std::error_code error;
    for (std::uint32_t port = ports.first; port <= ports.last; ++port) {
        auto at = near;
        at.setPort(static_cast<std::uint16_t>(port));
        const auto endpoint = toAsio(at);
        acceptor_.open(endpoint.protocol(), error);
        if (!error) {
            acceptor_.bind(endpoint, error);
        }
        if (!error) {
            acceptor_.listen(4, error);
        }
        if (!error) {
            listening_ = fromAsio(acceptor_.local_endpoint(error));
            accept();
            return listening_;
        }
        std::error_code ignored;
        acceptor_.close(ignored);
    }
    return Error(ErrorCode::unavailable,
                 "no port for an H.245 connection: " + error.message(),
                 "widen h323.h245_ports");
}

void ControlLink::accept() {
    acceptor_.async_accept(
        [self = shared_from_this()](std::error_code error, asio::ip::tcp::socket socket) {
            if (error || self->done_) {
                return;
            }
            std::error_code gone;
            const auto from = fromAsio(socket.remote_endpoint(gone));
            if (gone || from.host() != self->peer_.host()) {
                self->accept();  // a stranger
                return;
            }
            self->use(std::move(socket));
        });
}

void ControlLink::connect(const NetAddress& peer) {
    if (std::exchange(connecting_, true) || done_) {
        return;
    }
    outgoing_.async_connect(toAsio(peer), [self = shared_from_this(), peer](std::error_code error) {
        if (self->done_) {
            return;
        }
        if (error) {
            logger("h323").warn("no H.245 connection to {}: {}", peer.toString(), error.message());
            self->connecting_ = false;
            return;
        }
        self->use(std::move(self->outgoing_));
    });
}

void ControlLink::use(asio::ip::tcp::socket socket) {
    done_ = true;
    std::error_code ignored;
    acceptor_.close(ignored);
    const auto ready = std::exchange(ready_, nullptr);
    ready(std::make_shared<Connection>(plainWire(std::move(socket)), mostPacketBytes_));
}

void ControlLink::close() {
    done_ = true;
    std::error_code ignored;
    acceptor_.close(ignored);
    outgoing_.close(ignored);
    ready_ = nullptr;
}

}  // namespace mcu::h323
