// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/impl/connection.h"

#include <utility>

namespace mcu::h323 {

namespace {

constexpr std::size_t kMostQueued = 1U << 20U;
constexpr auto kLinger = std::chrono::seconds(2);

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, std::size_t mostPacketBytes)
    : socket_(std::move(socket)), linger_(socket_.get_executor()), reader_(mostPacketBytes) {
    std::error_code ignored;
    remote_ = fromAsio(socket_.remote_endpoint(ignored));
    local_ = fromAsio(socket_.local_endpoint(ignored));
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket_.set_option(asio::socket_base::keep_alive(true), ignored);
}

void Connection::start(Handlers handlers) {
    handlers_ = std::move(handlers);
    if (!std::exchange(reading_, true)) {
        read();
    }
}

void Connection::read() {
    socket_.async_read_some(
        asio::buffer(buffer_),
        [self = shared_from_this()](std::error_code error, std::size_t count) {
            if (!self->open_) {
                return;
            }
            if (error) {
                self->broken(error == asio::error::eof ? "closed by the far end" : error.message());
                return;
            }
            if (self->closing_) {
                self->read();  // until the peer closes too
                return;
            }
            const auto fed = self->reader_.feed(std::span(self->buffer_.data(), count));
            while (self->open_ && !self->closing_) {
                const auto packet = self->reader_.next();
                if (!packet) {
                    break;
                }
                const auto onPacket = self->handlers_.onPacket;
                onPacket(*packet);
            }
            if (!fed && self->open_ && !self->closing_) {
                self->broken(fed.error().message);
                return;
            }
            if (self->open_) {
                self->read();
            }
        });
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
    if (outgoing_.size() == 1) {
        write();
    }
}

void Connection::write() {
    asio::async_write(socket_,
                      asio::buffer(outgoing_.front()),
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
    asio::post(socket_.get_executor(), [self = shared_from_this()] { self->handlers_ = {}; });
    linger_.expires_after(kLinger);
    linger_.async_wait([self = shared_from_this()](std::error_code error) {
        if (!error) {
            self->abort();
        }
    });
    if (outgoing_.empty()) {
        shut();
    }
}

/// Half closed; the peer's end, or the linger timer, closes the rest.
void Connection::shut() {
    std::error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

void Connection::abort() {
    if (!std::exchange(open_, false)) {
        return;
    }
    linger_.cancel();
    std::error_code ignored;
    socket_.close(ignored);
    asio::post(socket_.get_executor(), [self = shared_from_this()] { self->handlers_ = {}; });
}

void Connection::broken(const std::string& why) {
    const auto onClosed = closing_ ? nullptr : handlers_.onClosed;
    abort();
    if (onClosed) {
        onClosed(why);
    }
}

}  // namespace mcu::h323
