// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/security/key_agreement.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include <openssl/evp.h>
#include <openssl/rand.h>

#include "base/check.h"
#include "h323/per/per.h"

namespace mcu::h323::security {

namespace {

constexpr std::size_t kBlock = 16;
constexpr std::string_view kType = "h235.H235Key";

using Iv = std::array<std::uint8_t, kBlock>;

struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};

enum class Way : std::uint8_t { decrypt, encrypt };

/// AES in CBC over whole blocks, nothing padded.
std::optional<Octets> cbc(std::span<const std::uint8_t> key,
                          const Iv& iv,
                          std::span<const std::uint8_t> octets,
                          Way way) {
    const std::unique_ptr<EVP_CIPHER_CTX, FreeContext> context(EVP_CIPHER_CTX_new());
    const auto* cipher = key.size() == 32 ? EVP_aes_256_cbc() : EVP_aes_128_cbc();
    const int encrypts = way == Way::encrypt ? 1 : 0;
    Octets out(octets.size() + kBlock);
    int written = 0;
    if (!context || octets.empty() || octets.size() % kBlock != 0 ||
        EVP_CipherInit_ex(context.get(), cipher, nullptr, key.data(), iv.data(), encrypts) != 1 ||
        EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1 ||
        EVP_CipherUpdate(
            context.get(), out.data(), &written, octets.data(), static_cast<int>(octets.size())) !=
            1) {
        return std::nullopt;
    }
    out.resize(static_cast<std::size_t>(written));
    return out;
}

/// What the sender says it began with; zeros when it says nothing.
Iv ivOf(const Value& material) {
    Iv iv{};
    for (const auto* name : {"paramS.iv16", "paramS.iv"}) {
        const auto octets = material.octets(name);
        if (octets.size() == iv.size()) {
            std::copy(octets.begin(), octets.end(), iv.begin());
            break;
        }
    }
    return iv;
}

}  // namespace

void KeyAgreement::offer() {
    ours_.clear();
    ours_.emplace_back(DhGroup::dh2048);
    ours_.emplace_back(DhGroup::dh1024);
}

void KeyAgreement::answer(const std::vector<HalfKey>& offered) {
    ours_.clear();
    for (const auto group : {DhGroup::dh2048, DhGroup::dh1024}) {
        if (std::any_of(offered.begin(), offered.end(), [group](const HalfKey& half) {
                return half.group == group;
            })) {
            ours_.emplace_back(group);
        }
    }
    take(offered);
}

void KeyAgreement::complete(const std::vector<HalfKey>& answered) {
    take(answered);
}

void KeyAgreement::take(const std::vector<HalfKey>& theirs) {
    secrets_.clear();
    algorithms_.clear();
    for (const auto& own : ours_) {
        const auto half = std::find_if(theirs.begin(), theirs.end(), [&own](const HalfKey& h) {
            return h.group == own.group();
        });
        auto secret = half == theirs.end() ? std::nullopt : own.secretWith(half->octets);
        if (secret) {
            secrets_.insert_or_assign(own.group(), std::move(*secret));
        }
    }
    std::erase_if(ours_,
                  [this](const DiffieHellman& own) { return !secrets_.contains(own.group()); });
    for (const auto& facts : kAlgorithms) {
        if (secrets_.contains(facts.group)) {
            algorithms_.push_back(facts.algorithm);
        }
    }
}

std::vector<HalfKey> KeyAgreement::halfKeys() const {
    std::vector<HalfKey> out;
    for (const auto& own : ours_) {
        out.push_back({own.group(), own.halfKey()});
    }
    return out;
}

bool KeyAgreement::has(Algorithm algorithm) const {
    return std::find(algorithms_.begin(), algorithms_.end(), algorithm) != algorithms_.end();
}

media::SrtpKey KeyAgreement::draw(Algorithm algorithm) {
    std::vector<std::byte> key(factsOf(algorithm).keyOctets);
    MCU_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(key.data()),
                         static_cast<int>(key.size())) == 1);
    return media::SrtpKey(std::move(key));
}

/// The least significant octets of the shared secret (H.235.6 clause 8.7).
std::span<const std::uint8_t> KeyAgreement::masterKey(Algorithm algorithm) const {
    const auto& facts = factsOf(algorithm);
    const auto found = secrets_.find(facts.group);
    return found == secrets_.end() ? std::span<const std::uint8_t>()
                                   : std::span(found->second.reveal()).last(facts.keyOctets);
}

std::optional<Octets> KeyAgreement::seal(Algorithm algorithm, const media::SrtpKey& key) const {
    const auto master = masterKey(algorithm);
    const auto& clear = key.reveal();
    const auto sealed =
        master.empty()
            ? std::nullopt
            : cbc(master,
                  {},
                  std::span(reinterpret_cast<const std::uint8_t*>(clear.data()), clear.size()),
                  Way::encrypt);
    if (!sealed) {
        return std::nullopt;
    }
    auto value = Value::of(kType);
    auto& material = value.at("secureSharedSecret");
    material.setOid("algorithmOID", factsOf(algorithm).oid);
    material.at("paramS");
    material.set("encryptedSessionKey", std::span(*sealed));
    const auto octets = encodePer(value);
    return octets ? std::optional(*octets) : std::nullopt;
}

std::optional<media::SrtpKey> KeyAgreement::open(Algorithm algorithm,
                                                 std::span<const std::uint8_t> h235Key) const {
    const auto master = masterKey(algorithm);
    const auto value = decodePer(kType, h235Key);
    const auto* material = value ? value->find("secureSharedSecret") : nullptr;
    if (master.empty() || material == nullptr) {
        return std::nullopt;
    }
    const auto& facts = factsOf(algorithm);
    const auto said = material->oid("algorithmOID");
    const auto sealed = material->octets("encryptedSessionKey");
    if ((!said.empty() && said != facts.oid) || sealed.size() != facts.keyOctets) {
        return std::nullopt;
    }
    const auto clear = cbc(master, ivOf(*material), sealed, Way::decrypt);
    if (!clear || clear->size() != facts.keyOctets) {
        return std::nullopt;
    }
    std::vector<std::byte> key(clear->size());
    std::memcpy(key.data(), clear->data(), clear->size());
    return media::SrtpKey(std::move(key));
}

}  // namespace mcu::h323::security
