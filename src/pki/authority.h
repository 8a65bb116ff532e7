// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace mcu::pki {

/// How long what an authority signs is good for.
struct Lifetimes {
    std::chrono::days authority{3653};
    std::chrono::days mcu{397};
    std::chrono::days revocationList{90};
};

/// A certificate an authority has issued.
struct Issued {
    enum class State {
        current,
        superseded,  ///< a newer one of the same MCU is there; valid until it expires
        revoked,
    };

    std::string serialHex;
    std::string mcuId;
    WallTime notBefore;
    WallTime notAfter;
    State state = State::current;
    WallTime revokedAt{};  ///< when it is revoked
};

/// A certificate authority that is a folder: ca.pem, ca.key (0600), crl.pem, `issued` (what was
/// signed, a line each) and certs/SERIAL.pem. ECDSA P-384, signs MCUs only (path length 0). Every
/// file is written whole or not at all; a lock file keeps two programs apart. Owned by whoever
/// opened it, one thread; may block on the disk.
class Authority {
public:
    ~Authority();
    Authority(Authority&&) noexcept;
    Authority& operator=(Authority&&) noexcept;

    /// A new one, its subject CN `name` (UTF-8, 1 to 64 characters). Refuses a folder that has one.
    [[nodiscard]] static Result<Authority> create(const std::filesystem::path& folder,
                                                  const std::string& name,
                                                  WallTime now,
                                                  const Lifetimes& lifetimes = {});
    /// With its key, to sign and revoke.
    [[nodiscard]] static Result<Authority> open(const std::filesystem::path& folder,
                                                const Lifetimes& lifetimes = {});
    /// What it has issued; needs no key.
    [[nodiscard]] static Result<std::vector<Issued>> list(const std::filesystem::path& folder);

    /// Signs a request (see `readRequest`) and returns the certificate as PEM. An id that has a
    /// certificate in force needs `renewal`.
    [[nodiscard]] Result<std::string> sign(std::string_view requestPem, bool renewal, WallTime now);
    /// A new certificate for the key of the MCU's latest one, as PEM.
    [[nodiscard]] Result<std::string> renew(const std::string& mcuId, WallTime now);
    /// Takes back every certificate of an MCU id, or the one of a serial; returns those it took
    /// back, and none when they were already. Writes crl.pem.
    [[nodiscard]] Result<std::vector<Issued>> revoke(const std::string& idOrSerial, WallTime now);
    /// Writes crl.pem anew, good for another while.
    [[nodiscard]] Status refreshRevocationList(WallTime now);

    /// Writes what an MCU needs into a folder, made when missing: mcu.pem, ca.pem and crl.pem.
    [[nodiscard]] Status handOut(std::string_view mcuPem,
                                 const std::filesystem::path& folder) const;

    [[nodiscard]] std::string certificatePem() const;
    [[nodiscard]] Result<std::string> revocationListPem() const;

private:
    struct Impl;
    explicit Authority(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::pki
