// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/impl/wire.h"

#include <utility>

namespace mcu::h323 {

namespace {

class PlainWire final : public Wire {
public:
    explicit PlainWire(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {}

    void begin(std::function<void(std::error_code)> done) override {
        asio::post(socket_.get_executor(), [done = std::move(done)] { done({}); });
    }

    void read(std::span<std::uint8_t> buffer, Done done) override {
        socket_.async_read_some(asio::buffer(buffer.data(), buffer.size()), std::move(done));
    }

    void write(std::span<const std::uint8_t> octets, Done done) override {
        asio::async_write(socket_, asio::buffer(octets.data(), octets.size()), std::move(done));
    }

    void finish(std::shared_ptr<void> /*keep*/) override {
        std::error_code ignored;
        socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    }

    void abort() override {
        std::error_code ignored;
        socket_.close(ignored);
    }

    asio::ip::tcp::socket& socket() override { return socket_; }

    [[nodiscard]] bool secure() const override { return false; }

private:
    asio::ip::tcp::socket socket_;
};

}  // namespace

std::unique_ptr<Wire> plainWire(asio::ip::tcp::socket socket) {
    return std::make_unique<PlainWire>(std::move(socket));
}

}  // namespace mcu::h323
