// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/impl/connection.h"

#include <utility>

namespace mcu::h323 {

namespace {

constexpr std::size_t kMostQueued = 1U << 20U;
constexpr auto kLinger = std::chrono::seconds(2);

}  // namespace

Connection::Connection(std::unique_ptr<Wire> wire, std::size_t mostPacketBytes)
    : wire_(std::move(wire)), linger_(wire_->socket().get_executor()), reader_(mostPacketBytes) {
    std::error_code ignored;
    auto& socket = wire_->socket();
    remote_ = fromAsio(socket.remote_endpoint(ignored));
    local_ = fromAsio(socket.local_endpoint(ignored));
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket.set_option(asio::socket_base::keep_alive(true), ignored);
}

void Connection::start(Handlers handlers) {
    handlers_ = std::move(handlers);
    if (!std::exchange(reading_, true)) {
        begin();
    }
}

void Connection::begin() {
    wire_->begin([self = shared_from_this()](std::error_code error) {
        if (!self->open_) {
            return;
        }
        if (error) {
            self->broken("TLS: " + error.message());
            return;
        }
        self->ready_ = true;
        self->read();
        if (!self->outgoing_.empty()) {
            self->write();
        } else if (self->closing_) {
            self->shut();
        }
    });
}

void Connection::read() {
    wire_->read(buffer_, [self = shared_from_this()](std::error_code error, std::size_t count) {
        if (self->open_) {
            self->onRead(error, count);
        }
    });
}

void Connection::onRead(std::error_code error, std::size_t count) {
    if (error) {
        broken(error == asio::error::eof ? "closed by the far end" : error.message());
        return;
    }
    if (closing_) {
        read();  // until the peer closes too
        return;
    }
    const auto fed = reader_.feed(std::span(buffer_.data(), count));
    while (open_ && !closing_) {
        const auto packet = reader_.next();
        if (!packet) {
            break;
        }
        const auto onPacket = handlers_.onPacket;
        onPacket(*packet);
    }
    if (!fed && open_ && !closing_) {
        broken(fed.error().message);
        return;
    }
    if (open_) {
        read();
    }
}

void Connection::send(const Octets& packet) {
    if (!open_ || closing_) {
        return;
    }
    auto framed = withTpkt(packet);
    queued_ += framed.size();
    if (queued_ > kMostQueued) {
        broken("the far end takes nothing");
        return;
    }
    outgoing_.push_back(std::move(framed));
    if (ready_ && outgoing_.size() == 1) {
        write();
    }
}

void Connection::write() {
    wire_->write(outgoing_.front(),
                 [self = shared_from_this()](std::error_code error, std::size_t) {
                     if (!self->open_) {
                         return;
                     }
                     if (error) {
                         self->broken(error.message());
                         return;
                     }
                     self->queued_ -= self->outgoing_.front().size();
                     self->outgoing_.pop_front();
                     if (!self->outgoing_.empty()) {
                         self->write();
                     } else if (self->closing_) {
                         self->shut();
                     }
                 });
}

void Connection::close() {
    if (!open_ || closing_) {
        return;
    }
    closing_ = true;
    // A handler may be what calls us.
    asio::post(wire_->socket().get_executor(),
               [self = shared_from_this()] { self->handlers_ = {}; });
    linger_.expires_after(kLinger);
    linger_.async_wait([self = shared_from_this()](std::error_code error) {
        if (!error) {
            self->abort();
        }
    });
    if (!reading_) {
        abort();  // nobody began it
    } else if (ready_ && outgoing_.empty()) {
        shut();
    }
}

/// Half closed; the peer's end, or the linger timer, closes the rest.
void Connection::shut() {
    wire_->finish(shared_from_this());
}

void Connection::abort() {
    if (!std::exchange(open_, false)) {
        return;
    }
    linger_.cancel();
    wire_->abort();
    asio::post(wire_->socket().get_executor(),
               [self = shared_from_this()] { self->handlers_ = {}; });
}

void Connection::broken(const std::string& why) {
    const auto onClosed = closing_ ? nullptr : handlers_.onClosed;
    abort();
    if (onClosed) {
        onClosed(why);
    }
}

}  // namespace mcu::h323
