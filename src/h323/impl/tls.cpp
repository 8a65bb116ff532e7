// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/impl/tls.h"

#include <utility>

#include <asio/ssl.hpp>

namespace mcu::h323 {

namespace {

namespace ssl = asio::ssl;

constexpr auto kNothingOld = ssl::context::default_workarounds | ssl::context::no_sslv2 |
                             ssl::context::no_sslv3 | ssl::context::no_tlsv1 |
                             ssl::context::no_tlsv1_1;

class TlsWire final : public Wire {
public:
    TlsWire(asio::ip::tcp::socket socket,
            ssl::context& context,
            ssl::stream_base::handshake_type side)
        : stream_(std::move(socket), context), side_(side) {}

    [[nodiscard]] ssl::stream<asio::ip::tcp::socket>& stream() { return stream_; }

    void begin(std::function<void(std::error_code)> done) override {
        stream_.async_handshake(side_, std::move(done));
    }

    void read(std::span<std::uint8_t> buffer, Done done) override {
        stream_.async_read_some(
            asio::buffer(buffer.data(), buffer.size()),
            [done = std::move(done)](std::error_code error, std::size_t count) {
                // Many close without saying so in TLS; a half message is seen by its TPKT.
                done(error == ssl::error::stream_truncated ? asio::error::eof : error, count);
            });
    }

    void write(std::span<const std::uint8_t> octets, Done done) override {
        asio::async_write(stream_, asio::buffer(octets.data(), octets.size()), std::move(done));
    }

    /// Ends with the peer's own close_notify, or when the wire is aborted.
    void finish(std::shared_ptr<void> keep) override {
        stream_.async_shutdown([keep = std::move(keep)](std::error_code) {});
    }

    void abort() override {
        std::error_code ignored;
        stream_.next_layer().close(ignored);
    }

    asio::ip::tcp::socket& socket() override { return stream_.next_layer(); }

    [[nodiscard]] bool secure() const override { return true; }

private:
    ssl::stream<asio::ip::tcp::socket> stream_;
    const ssl::stream_base::handshake_type side_;
};

Error unusable(const std::string& file, const std::error_code& why) {
    return {ErrorCode::invalidArgument,
            "cannot use the PEM file \"" + file + "\": " + why.message(),
            "h323.tls needs a certificate and its key, and certificates as ca"};
}

Status prepare(ssl::context& context, const H323Tls& settings) {
    std::error_code error;
    context.set_options(kNothingOld, error);
    if (!error && !settings.certificateFile.empty()) {
        context.use_certificate_chain_file(settings.certificateFile, error);
        if (error) {
            return unusable(settings.certificateFile, error);
        }
        const auto& key = settings.keyFile.empty() ? settings.certificateFile : settings.keyFile;
        context.use_private_key_file(key, ssl::context::pem, error);
        if (error) {
            return unusable(key, error);
        }
    }
    if (!settings.caFile.empty()) {
        context.load_verify_file(settings.caFile, error);
        if (error) {
            return unusable(settings.caFile, error);
        }
    } else {
        context.set_default_verify_paths(error);
    }
    return {};
}

}  // namespace

struct Tls::Contexts {
    ssl::context server{ssl::context::tls};
    ssl::context client{ssl::context::tls};
    bool verifyServers = true;
};

Tls::Tls(std::unique_ptr<Contexts> contexts) : contexts_(std::move(contexts)) {}

Tls::~Tls() = default;

Result<std::unique_ptr<Tls>> Tls::create(const H323Tls& settings) {
    auto contexts = std::make_unique<Contexts>();
    for (auto* context : {&contexts->server, &contexts->client}) {
        if (auto ready = prepare(*context, settings); !ready) {
            return ready.error();
        }
    }
    contexts->verifyServers = settings.verifyServers;
    std::error_code ignored;
    contexts->server.set_verify_mode(settings.verifyClients
                                         ? ssl::verify_peer | ssl::verify_fail_if_no_peer_cert
                                         : ssl::verify_none,
                                     ignored);
    contexts->client.set_verify_mode(settings.verifyServers ? ssl::verify_peer : ssl::verify_none,
                                     ignored);
    return std::unique_ptr<Tls>(new Tls(std::move(contexts)));
}

std::unique_ptr<Wire> Tls::serverWire(asio::ip::tcp::socket socket) {
    return std::make_unique<TlsWire>(
        std::move(socket), contexts_->server, ssl::stream_base::server);
}

std::unique_ptr<Wire> Tls::clientWire(asio::ip::tcp::socket socket, const std::string& host) {
    auto wire =
        std::make_unique<TlsWire>(std::move(socket), contexts_->client, ssl::stream_base::client);
    if (contexts_->verifyServers) {
        std::error_code ignored;
        wire->stream().set_verify_callback(ssl::host_name_verification(host), ignored);
    }
    return wire;
}

}  // namespace mcu::h323
