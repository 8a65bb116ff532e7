// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "h323/security/algorithm.h"
#include "h323/security/tokens.h"
#include "media/agreed_media.h"

namespace mcu::h323::security {

/// The keys of one call (H.235.6 clause 8): halves are exchanged in call signalling, and what they
/// make protects the keys of the media in H.245. Not thread-safe; draws from the system's random
/// generator.
class KeyAgreement {
public:
    /// As the caller: half keys of all groups, for Setup.
    void offer();
    /// As the called side: takes those of Setup and makes ours of the groups both know, for
    /// Connect.
    void answer(const std::vector<HalfKey>& offered);
    /// As the caller: what came in Connect.
    void complete(const std::vector<HalfKey>& answered);

    /// Ours, for Setup or Connect.
    [[nodiscard]] std::vector<HalfKey> halfKeys() const;

    /// What media can be encrypted with, strongest first; empty before both halves are there, or
    /// when nothing is common.
    [[nodiscard]] const std::vector<Algorithm>& algorithms() const { return algorithms_; }

    [[nodiscard]] bool has(Algorithm algorithm) const;

    /// A new key of media.
    [[nodiscard]] static media::SrtpKey draw(Algorithm algorithm);
    /// The octets of encryptionSync.h235Key: an H235Key, the key in it encrypted.
    [[nodiscard]] std::optional<Octets> seal(Algorithm algorithm, const media::SrtpKey& key) const;
    /// The key in such octets of the peer; nothing when they hold none for this algorithm.
    [[nodiscard]] std::optional<media::SrtpKey> open(Algorithm algorithm,
                                                     std::span<const std::uint8_t> h235Key) const;

private:
    void take(const std::vector<HalfKey>& theirs);
    [[nodiscard]] std::span<const std::uint8_t> masterKey(Algorithm algorithm) const;

    std::vector<DiffieHellman> ours_;
    std::map<DhGroup, Secret<Octets>> secrets_;
    std::vector<Algorithm> algorithms_;
};

}  // namespace mcu::h323::security
