"""The public releases' networks, written as plainly as possible and apart from the project's own.

A `Layout` hands out parameters by the release's key names and remembers them, so running a forward yields
both the output and a state dict of the release's layout. On the meta device only shapes are computed.
"""

import torch
import torch.nn.functional as F


class Layout:
    """Random parameters by key, made when first asked for."""

    def __init__(self, device="cpu", seed=0, old=False):
        self.state, self.device, self.old = {}, device, old
        self.random = torch.Generator().manual_seed(seed)

    def get(self, key, *shape, scale=1.0, shift=0.0):
        if key not in self.state:
            if self.device == "meta":
                self.state[key] = torch.empty(*shape, device="meta")
            else:
                self.state[key] = torch.randn(*shape, generator=self.random) * scale + shift
        assert tuple(self.state[key].shape) == tuple(shape), key
        return self.state[key]

    def conv(self, key, x, out, k, *, pad=None, stride=1, bias=True, gain=1.0, spectral=False):
        dims = x.dim() - 2
        shape = (out, x.shape[1], *[k] * dims)
        scale = gain * (x.shape[1] * k**dims) ** -0.5
        if spectral:
            w = self.get(f"{key}.weight_orig", *shape, scale=scale)
            u, v = self.get(f"{key}.weight_u", out), self.get(f"{key}.weight_v", w[0].numel())
            if self.device != "meta":
                u /= u.norm()
                v /= v.norm()
            sigma = u @ (w.reshape(out, -1) @ v)
            if self.device != "meta" and abs(sigma) < 0.3:
                u.copy_(F.normalize(w.reshape(out, -1) @ v, dim=0))
                sigma = u @ (w.reshape(out, -1) @ v)
            w = w / sigma
        else:
            w = self.get(f"{key}.weight", *shape, scale=scale)
        b = self.get(f"{key}.bias", out, scale=0.1) if bias else None
        f = F.conv3d if dims == 3 else F.conv2d
        return f(x, w, b, padding=k // 2 if pad is None else pad, stride=stride)

    def norm(self, key, x):
        c = x.shape[1]
        w, b = self.get(f"{key}.weight", c, scale=0.1, shift=1.0), self.get(f"{key}.bias", c, scale=0.1)
        mean = self.get(f"{key}.running_mean", c, scale=0.1)
        var = self.get(f"{key}.running_var", c)
        if self.device != "meta":
            var.abs_().clamp_(0.5, 2)
        if not self.old:
            self.state[f"{key}.num_batches_tracked"] = torch.tensor(7)
        shape = (1, c) + (1,) * (x.dim() - 2)
        y = (x - mean.view(shape)) / torch.sqrt(var.view(shape) + 1e-5)
        return y * w.view(shape) + b.view(shape)

    def linear(self, key, x, out):
        w = self.get(f"{key}.weight", out, x.shape[1], scale=x.shape[1] ** -0.5)
        return x @ w.T + self.get(f"{key}.bias", out, scale=0.1)


def block(p, key, x, out, k=3, act=F.relu):
    return act(p.norm(f"{key}.norm", p.conv(f"{key}.conv", x, out, k)))


def down(p, key, x, out):
    y = block(p, key, x, out)
    return F.avg_pool3d(y, (1, 2, 2)) if x.dim() == 5 else F.avg_pool2d(y, 2)


def up(p, key, x, out):
    return block(p, key, F.interpolate(x, scale_factor=(1, 2, 2) if x.dim() == 5 else 2), out)


def res(p, key, x):
    y = p.conv(f"{key}.conv1", F.relu(p.norm(f"{key}.norm1", x)), x.shape[1], 3)
    return x + p.conv(f"{key}.conv2", F.relu(p.norm(f"{key}.norm2", y)), x.shape[1], 3)


def hourglass(p, key, x, expansion, most, count, ending=False):
    outs = [x]
    for i in range(count):
        outs.append(down(p, f"{key}.encoder.down_blocks.{i}", outs[-1], min(most, expansion * 2 ** (i + 1))))
    y = outs.pop()
    for j, i in enumerate(reversed(range(count))):
        y = up(p, f"{key}.decoder.up_blocks.{j}", y, min(most, expansion * 2**i))
        y = torch.cat([y, outs.pop()], 1)
    if ending:
        y = F.relu(p.norm(f"{key}.decoder.norm", p.conv(f"{key}.decoder.conv", y, y.shape[1], 3)))
    return y


def antialias(p, key, x, scale=0.25):
    sigma = (1 / scale - 1) / 2
    n = 2 * round(sigma * 4) + 1
    r = torch.arange(n).float() - (n - 1) / 2
    g = torch.exp(-(r[:, None] ** 2) / (2 * sigma**2)) * torch.exp(-(r[None] ** 2) / (2 * sigma**2))
    w = (g / g.sum())[None, None].repeat(3, 1, 1, 1).to(x.device)
    p.state[f"{key}.weight"] = w
    return F.conv2d(F.pad(x, [n // 2] * 4), w, groups=3)[:, :, :: int(1 / scale), :: int(1 / scale)]


def coords(*size, device="cpu"):
    axes = [2 * torch.arange(s, device=device).float() / (s - 1) - 1 for s in size]
    return torch.stack(torch.meshgrid(*axes, indexing="ij")[::-1], -1)


def gauss(points, size):
    g = coords(*size, device=points.device)
    rows = [[torch.exp(-0.5 * ((g - q) ** 2).sum(-1) / 0.01) for q in item] for item in points]
    return torch.stack([torch.stack(r) for r in rows])


def expected(heat):
    n, k = heat.shape[:2]
    soft = F.softmax(heat.reshape(n, k, -1) / 0.1, dim=2).reshape(heat.shape)
    g = coords(*heat.shape[2:], device=heat.device)
    dims = tuple(range(2, heat.dim()))
    return soft, (soft[..., None] * g).sum(dims)


def fomm_detector(p, x, c):
    x = antialias(p, "down", x)
    f = hourglass(p, "predictor", x, *c["detector"])
    soft, value = expected(p.conv("kp", f, c["k"], 7, pad=0, gain=4.0))
    n, k = value.shape[:2]
    maps = p.conv("jacobian", f, 4 * k, 7, pad=0).reshape(n, k, 4, *soft.shape[2:])
    return value, (maps * soft[:, :, None]).sum((3, 4)).reshape(n, k, 2, 2)


def fomm_generator(p, x, source, driving, c, align):
    first, most, downs, blocks = c["generator"]
    y = block(p, "first", x, first, 7)
    for i in range(downs):
        y = down(p, f"down_blocks.{i}", y, min(most, first * 2 ** (i + 1)))
    small = antialias(p, "dense_motion_network.down", x)
    (sv, sj), (dv, dj) = source, driving
    n, k = dv.shape[:2]
    size = small.shape[2:]
    heat = gauss(dv, size) - gauss(sv, size)
    g = coords(*size, device=x.device)
    moves = [g.expand(n, *g.shape)]
    for i in range(k):
        j = sj[:, i] @ (torch.inverse(dj[:, i]) if x.device.type != "meta" else dj[:, i])
        d = g - dv[:, i, None, None]
        moves.append(torch.einsum("nab,nhwb->nhwa", j, d) + sv[:, i, None, None])
    parts = []
    for i, move in enumerate(moves):
        parts.append(torch.zeros_like(heat[:, :1]) if i == 0 else heat[:, i - 1 : i])
        parts.append(F.grid_sample(small, move, align_corners=align))
    key = "dense_motion_network"
    h = hourglass(p, f"{key}.hourglass", torch.cat(parts, 1), *c["motion"])
    mask = F.softmax(p.conv(f"{key}.mask", h, k + 1, 7), 1)
    flow = sum(mask[:, i, :, :, None] * m for i, m in enumerate(moves))
    occlusion = torch.sigmoid(p.conv(f"{key}.occlusion", h, 1, 7))
    y = F.grid_sample(y, flow, align_corners=align) * occlusion
    return trunk_end(p, y, first, downs, blocks)


def trunk_end(p, y, first, downs, blocks, names=("bottleneck.r{}", "up_blocks.{}", "final"), most=10**6):
    for i in range(blocks):
        y = res(p, names[0].format(i), y)
    for i in range(downs):
        y = up(p, names[1].format(i), y, min(most, first * 2 ** (downs - i - 1)))
    y = p.conv(names[2], y, 3, 7)
    return torch.sigmoid(y) if names[2] == "final" else y


def cfte_detector(p, x, c):
    y = hourglass(p, "predictor", antialias(p, "down", x), *c["detector"])
    for i in range(1, 5):
        y = p.conv(f"conv{i}", y, 1, 5, stride=2, gain=2.0)
        beta, gamma = p.get(f"gdn{i}.beta", 1, shift=2.0), p.get(f"gdn{i}.gamma", 1, 1, scale=0.3)
        if p.device != "meta":
            beta.abs_()
            gamma.abs_()
        y = y / torch.sqrt(beta**2 - 2.0**-36 + (gamma**2 - 2.0**-36)[0] * y**2)
    return y


def pixel_warp(x, flow):
    _n, _, h, w = x.shape
    yy, xx = torch.meshgrid(torch.arange(h), torch.arange(w), indexing="ij")
    g = torch.stack([xx, yy], -1).float().to(x.device) + flow
    g = 2 * g / torch.tensor([w - 1, h - 1], device=x.device) - 1
    return F.grid_sample(x, g, align_corners=False)


def cfte_generator(p, x, source, driving, c, flow):
    """flow (n, 4, 4, 2) in samples from driving to source, measured by whoever calls."""
    first, most, downs, blocks = c["generator"]
    y = block(p, "first", x, first, 7)
    for i in range(downs):
        y = down(p, f"down_blocks.{i}", y, min(most, first * 2 ** (i + 1)))
    key = "dense_motion_network"
    small = antialias(p, f"{key}.down", x)
    hd, hs = driving, source
    for i in range(4):
        hd, hs = up(p, f"{key}.up_blocks.{i}", hd, 1), up(p, f"{key}.up_blocks.{i}", hs, 1)
    mfirst, mmost, mcount = c["motion"]
    z = block(p, f"{key}.first", small, mfirst, 7)
    for i in range(mcount):
        z = down(p, f"{key}.motiondown_blocks.{i}", z, min(mmost, mfirst * 2 ** (i + 1)))
    z = pixel_warp(z, flow)
    names = tuple(f"{key}.{n}" for n in ("bottleneck.r{}", "motionup_blocks.{}", "final"))
    z = trunk_end(p, z, mfirst, mcount, 4, names, mmost)
    h = hourglass(p, f"{key}.hourglass", torch.cat([hd - hs, z], 1), mfirst, mmost, mcount)
    dense = p.conv(f"{key}.flow", h, 2, 7).permute(0, 2, 3, 1)
    y = pixel_warp(y, dense) * torch.sigmoid(p.conv(f"{key}.occlusion", h, 1, 7))
    return trunk_end(p, y, first, downs, blocks)


def head_detector(p, x, c):
    first, most, count = c["detector"]
    y = antialias(p, "down", x)
    for i in range(count):
        y = down(p, f"predictor.down_blocks.down{i}", y, min(most, first * 2 ** (i + 1)))
    y = p.conv("predictor.conv", y, y.shape[1] * c["depth"], 1)
    y = y.reshape(len(y), -1, c["depth"], *y.shape[2:])
    for i in range(count):
        y = up(p, f"predictor.up_blocks.up{i}", y, min(most, first * 2 ** (count - i - 1)))
    return expected(p.conv("kp", y, c["k"], 3, gain=4.0))[1]


def head_pose(p, x, c):
    def bottle(key, x, stride):
        q = x.shape[1]
        y = F.relu(p.norm(f"{key}.norm1", p.conv(f"{key}.conv1", x, q // 4, 1)))
        y = F.relu(p.norm(f"{key}.norm2", p.conv(f"{key}.conv2", y, q // 4, 3, stride=stride)))
        y = p.norm(f"{key}.norm3", p.conv(f"{key}.conv3", y, q, 1))
        if stride != 1:
            x = p.norm(f"{key}.norm4", p.conv(f"{key}.skip", x, q, 1, stride=stride))
        return F.relu(x + y)

    e = c["estimator"]
    y = F.relu(p.norm("norm1", p.conv("conv1", x, e, 7, stride=2)))
    y = F.max_pool2d(y, 3, 2, 1)
    y = F.relu(p.norm("norm2", p.conv("conv2", y, 4 * e, 1)))
    for i in range(3):
        y = bottle(f"block1.b1_{i}", y, 1)
    for i, (number, count) in enumerate(((3, 3), (4, 5), (5, 2))):
        y = F.relu(p.norm(f"norm{number}", p.conv(f"conv{number}", y, 8 * e * 2**i, 1)))
        y = bottle(f"block{2 * number - 4}", y, 2)
        for j in range(count):
            y = bottle(f"block{2 * number - 3}.b{2 * number - 3}_{j}", y, 1)
    y = y.mean((2, 3))
    # The release's own names: what it calls roll it uses as yaw.
    yaw, pitch, roll = p.linear("fc_roll", y, 66), p.linear("fc_pitch", y, 66), p.linear("fc_yaw", y, 66)
    t, e = p.linear("fc_t", y, 3), p.linear("fc_exp", y, 3 * c["k"])
    yaw, pitch, roll = (
        (F.softmax(a, 1) * torch.arange(66, device=y.device)).sum(1) * 3 - 99 for a in (yaw, pitch, roll)
    )
    return euler(yaw, pitch, roll), t, e.reshape(len(y), -1, 3)


def euler(yaw, pitch, roll):
    out = []
    for a, axis in ((pitch, 0), (yaw, 1), (roll, 2)):
        a = a / 180 * 3.14
        m = torch.eye(3, device=a.device).repeat(len(a), 1, 1)
        i, j = [(1, 2), (2, 0), (0, 1)][axis]
        m[:, i, i] = m[:, j, j] = torch.cos(a)
        m[:, i, j], m[:, j, i] = -torch.sin(a), torch.sin(a)
        out.append(m)
    return out[0] @ out[1] @ out[2]


def head_generator(p, x, source, driving, c, spade):
    first, most, downs, blocks = c["generator"]
    d = c["depth"]
    y = block(p, "first", x, first, 3 if spade else 7)
    for i in range(downs):
        y = down(p, f"down_blocks.{i}", y, min(most, first * 2 ** (i + 1)))
    y = p.conv("second", y, most, 1)
    volume = y.reshape(len(y), most // d, d, *y.shape[2:])
    for i in range(blocks):
        volume = res(p, f"resblocks_3d.3dr{i}", volume)
    key = "dense_motion_network"
    f = F.relu(p.norm(f"{key}.norm", p.conv(f"{key}.compress", volume, 4, 1)))
    size, k = f.shape[2:], driving.shape[1]
    heat = gauss(driving, size) - gauss(source, size)
    g = coords(*size, device=x.device)
    moves = [g.expand(len(x), *g.shape)]
    moves += [g - driving[:, i, None, None, None] + source[:, i, None, None, None] for i in range(k)]
    parts = []
    for i, move in enumerate(moves):
        parts.append(torch.zeros_like(heat[:, :1]) if i == 0 else heat[:, i - 1 : i])
        parts.append(F.grid_sample(f, move, align_corners=False))
    h = hourglass(p, f"{key}.hourglass", torch.cat(parts, 1), *c["motion"], ending=True)
    mask = F.softmax(p.conv(f"{key}.mask", h, k + 1, 7), 1)
    flow = sum(mask[:, i, ..., None] * m for i, m in enumerate(moves))
    flat = h.reshape(len(h), -1, *h.shape[3:])
    occlusion = torch.sigmoid(p.conv(f"{key}.occlusion", flat, 1, 7))
    y = F.grid_sample(volume, flow, align_corners=False)
    y = y.reshape(len(y), -1, *y.shape[3:])
    y = block(p, "third", y, first * 2**downs, act=F.leaky_relu)
    y = p.conv("fourth", y, y.shape[1], 1) * occlusion
    if not spade:
        return trunk_end(p, y, first, downs, blocks, ("resblocks_2d.2dr{}", "up_blocks.{}", "final"))
    return spade_decoder(p, y)


def spade_decoder(p, seg):
    c = seg.shape[1]

    def spade(key, x):
        s = F.interpolate(seg, size=x.shape[2:])
        a = F.relu(p.conv(f"{key}.mlp_shared.0", s, c // 2, 3))
        mean, var = x.mean((2, 3), keepdim=True), x.var((2, 3), unbiased=False, keepdim=True)
        normed = (x - mean) / torch.sqrt(var + 1e-5)
        return normed * (1 + p.conv(f"{key}.mlp_gamma", a, x.shape[1], 3)) + p.conv(
            f"{key}.mlp_beta", a, x.shape[1], 3
        )

    def rblock(key, x, out):
        key, mid = f"decoder.{key}", min(x.shape[1], out)
        y = p.conv(f"{key}.conv_0", F.leaky_relu(spade(f"{key}.norm_0", x), 0.2), mid, 3, spectral=True)
        y = p.conv(f"{key}.conv_1", F.leaky_relu(spade(f"{key}.norm_1", y), 0.2), out, 3, spectral=True)
        if x.shape[1] != out:
            x = p.conv(f"{key}.conv_s", spade(f"{key}.norm_s", x), out, 1, bias=False, spectral=True)
        return x + y

    y = p.conv("decoder.fc", seg, 2 * c, 3)
    for i in range(6):
        y = rblock(f"G_middle_{i}", y, 2 * c)
    y = rblock("up_0", F.interpolate(y, scale_factor=2), c)
    y = rblock("up_1", F.interpolate(y, scale_factor=2), c // 4)
    return torch.sigmoid(p.conv("decoder.conv_img", F.leaky_relu(y, 0.2), 3, 3))
